#!/bin/bash
# Two people on one machine: the program's user owns database, archive and key;
# the analyst shares only a group, and with it the inbox and the reports.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1792000000
cd "$TEST_DIR" || exit 1
if [ "$(id -u)" != 0 ] || ! command -v setpriv > /dev/null; then
    skipped "needs root and setpriv"
    exit 0
fi
# A folder that both can reach: the build may be in root's own.
place=$(mktemp -d /tmp/diagnoza-role-XXXXXX)
trap 'rm -rf "$place"' EXIT
program=5901 analyst=5902 stranger=5903 group=5900 other=5999
cp "$DIAGNOZA" "$place/diagnoza"
chown $program:$group "$place"
chmod 2755 "$place"
as() { # as USER GROUP COMMAND...
    local user=$1 grp=$2
    shift 2
    (cd "$place" && HOME=/ setpriv --reuid "$user" --regid "$grp" --clear-groups "$@")
}
cron() { as $program $group ./diagnoza -C k "$@"; }
as $program $group ./diagnoza init k --voivodeship 06 > /dev/null
as $program $group sed -i 's/^#odczekaj = .*/odczekaj = 0/' k/diagnoza.ini
(cd "$place" && umask 022 && ./diagnoza simulate ngo.csv --voivodeship 06 --gminas 4 --survey ngo &&
    ./diagnoza simulate zle.csv --voivodeship 06 --gminas 4 --survey jst --damage 200) > /dev/null
as $analyst $group sh -c 'umask 022; cp ngo.csv zle.csv k/skrzynka/'
exits "cron takes what the analyst brought" 1 cron run
file=$(cd "$place" && ls k/raporty/*/szkice/*.pdf | head -n 1)
check "the analyst opens a report" as $analyst $group grep -qa "^%PDF" "$file"
check "and may throw it away" as $analyst $group rm "$file"
cron run > /dev/null 2>&1
check "it comes back" test -f "$place/$file"
same "every report is for the group" \
    "$(cd "$place" && find k/raporty -type f ! -perm 0660 | wc -l)" 0
same "every folder of the share keeps the group" \
    "$(cd "$place" && find k/raporty k/skrzynka -type d ! -perm 2770 | wc -l)" 0
same "everything in the share is of the group" \
    "$(cd "$place" && find k/raporty k/skrzynka ! -group $group | wc -l)" 0
verdict=$(cd "$place" && ls k/skrzynka/przyjete/*.wynik.html | head -n 1)
check "the analyst opens a verdict" as $analyst $group grep -q '<html' "$verdict"
check "and the copy of what was taken" as $analyst $group grep -q . k/skrzynka/przyjete/ngo.csv
repair=$(cd "$place" && ls k/skrzynka/*do_poprawy.csv | head -n 1)
check "the analyst works on a repair file" as $analyst $group sh -c "cp '$repair' k/skrzynka/x && mv k/skrzynka/x '$repair'"
for secret in diagnoza.db klucz archiwum sumy; do
    check "the analyst does not see $secret" \
        sh -c "! setpriv --reuid $analyst --regid $group --clear-groups ls '$place/k/$secret/.' > /dev/null 2>&1 && \
               ! setpriv --reuid $analyst --regid $group --clear-groups head -c 1 '$place/k/$secret' > /dev/null 2>&1"
done
check "a stranger sees nothing at all" \
    sh -c "! setpriv --reuid $stranger --regid $other --clear-groups ls '$place/k' > /dev/null 2>&1"
as $analyst $group ./diagnoza -C k status > /dev/null 2> "$TEST_DIR/err.txt"
check "the analyst's own command says what it may not do" grep -q 'E7' err.txt
# a file that only its owner may read
as $analyst $group sh -c 'umask 077; cp ngo.csv k/skrzynka/zamkniety.csv'
exits "cron says that it may not read a file" 3 cron run
check "by its name" grep -q "zamkniety.csv" err.txt
check "and the page says what to do" \
    grep -q "zamkniety.csv</strong>: leży w skrzynce" "$place/k/raporty/stan.html"
as $analyst $group chmod 640 k/skrzynka/zamkniety.csv
exits "then it is taken" 0 cron run
check "and the page no longer asks" \
    sh -c "! grep -q 'leży w skrzynce' '$place/k/raporty/stan.html'"
