#!/bin/bash
# The overview of a wave: a draft while a gmina is open, final with the last
# one, left alone by answers that come later, made again only when something
# changed, and registered as what left the house.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > init.txt || exit 1
sed -i 's/^\[parametry\]/[parametry]\nistotnosc = 50/' k/diagnoza.ini
add() { # GROUP OPTION...
    local group=$1
    shift
    "$DIAGNOZA" simulate "$group.csv" --survey "$group" --profile limesurvey \
        "$@" --damage 0 --seed 7 --from 2026-09-15 --to 2026-10-20 \
        > simulate.txt || exit 1
    "$DIAGNOZA" -C k ingest "$group.csv" > ingest.txt || exit 1
}
sql() { python3 -c 'import sqlite3, sys
for row in sqlite3.connect("k/diagnoza.db").execute(sys.argv[1]):
    print(*row)' "$1"; }
sums() { (cd $reports && sha256sum przeglad.*); }
reports=k/raporty/fala
for g in jst ngo szkola; do
    add $g --gminas 2
done
read -r one two < <(sql "SELECT min(gmina), max(gmina) FROM response")
exits "analysis" 0 "$DIAGNOZA" -C k analyze
exits "reports" 0 "$DIAGNOZA" -C k report
for f in pdf html csv xlsx; do
    check "a draft: $f" test -s $reports/szkice/przeglad.$f
done
check "drafts say so" grep -q SZKIC $reports/szkice/przeglad.html
exits "one gmina is closed" 0 "$DIAGNOZA" -C k freeze fala --gmina $one
exits "reports again" 0 "$DIAGNOZA" -C k report
check "as long as one is open it is a draft" \
    bash -c "test -e $reports/szkice/przeglad.pdf && ! ls $reports/przeglad.*"
exits "the other too" 0 "$DIAGNOZA" -C k freeze fala --gmina $two
exits "final reports" 0 "$DIAGNOZA" -C k report
check "now it is final, and the draft away" \
    bash -c "test -s $reports/przeglad.pdf && ! ls $reports/szkice/przeglad.*"
check "built to PDF/UA-1" /usr/bin/python3 "$ROOT/tests/pdf/uacheck.py" \
    $reports/przeglad.pdf
sums > final.sums
same "files of it" "$(wc -l < final.sums)" 4
same "all its cells are registered, and no other" \
    "$(sql "SELECT count(*) FROM published WHERE edition = 'przeglad'")" \
    "$(($(wc -l < $reports/przeglad.csv) - 1))"
same "none of what the moderator does not see either" \
    "$(sql "SELECT count(*) FROM published p JOIN cell c USING (wave, gmina,
        grp, key) WHERE p.edition = 'przeglad' AND c.edition & 20 = 0
        AND length(gmina) > 2")" 0
exits "nothing to do" 0 "$DIAGNOZA" -C k report
check "so nothing is made" grep -q 'złożone: 0,' out.txt
exits "forced" 0 "$DIAGNOZA" -C k report --force
check "the same bytes" cmp final.sums <(sums)
rm $reports/przeglad.html
exits "a lost file" 0 "$DIAGNOZA" -C k report
check "comes back the same" cmp final.sums <(sums)
check "explain knows that it left the house" \
    bash -c "\"$DIAGNOZA\" -C k explain $one odpowiedzi | grep -q przeglad"

read -r gmina pair < <(sql "SELECT gmina, key || '.' || grp FROM cell
    WHERE key LIKE '%.dunn' LIMIT 1")
"$DIAGNOZA" -C k explain "$gmina" "$pair" > out.txt 2>&1
check "a pair of groups is explained by their forms" \
    grep -q 'Tylko dla biblioteki wojewódzkiej (w arkuszu' out.txt
same "two of them" "$(grep -c '^  import' out.txt)" 2

# Answers of one more gmina: the final one stays, a draft shows them.
add kultura --gmina 0603052
exits "analysis with one more" 0 "$DIAGNOZA" -C k analyze
exits "reports with one more" 0 "$DIAGNOZA" -C k report
check "the final one stays as it went out" cmp final.sums <(sums)
check "the newer one is a draft beside it" \
    grep -q '0603052' $reports/szkice/przeglad.csv
exits "files are as they were made" 0 "$DIAGNOZA" -C k check
exits "closed, too" 0 "$DIAGNOZA" -C k freeze fala --gmina 0603052
exits "reports of all" 0 "$DIAGNOZA" -C k report
check "the final one has all of them" grep -q '0603052' $reports/przeglad.csv
check "and no draft is left" bash -c "! ls $reports/szkice/przeglad.*"
exits "files are as they were made" 0 "$DIAGNOZA" -C k check
