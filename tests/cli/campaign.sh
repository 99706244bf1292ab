#!/bin/bash
# The campaign folder as its users meet it: init, settings, lock, permissions.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1790000000
cd "$TEST_DIR" || exit 1

exits "init makes a campaign" 0 "$DIAGNOZA" init lubelskie --voivodeship 06
same "the database is for the owner only" \
    "$(stat -c %a lubelskie/diagnoza.db)" 600
same "the key is for the owner only" "$(stat -c %a lubelskie/klucz)" 600
same "the inbox is for the group" "$(stat -c %a lubelskie/skrzynka)" 2770
cp lubelskie/klucz klucz.przed
exits "a second init is refused" 2 "$DIAGNOZA" init lubelskie --voivodeship 06
check "and leaves the key alone" cmp -s klucz.przed lubelskie/klucz

mkdir zajety
touch zajety/umowa.txt
exits "a folder in use is refused" 2 "$DIAGNOZA" init zajety --voivodeship 06
same "and stays as it was" "$(ls zajety)" umowa.txt
exits "no such voivodeship" 2 "$DIAGNOZA" init inny --voivodeship 07
check "makes nothing" test ! -e inny

exits "found from a folder below" 0 \
    env -C lubelskie/skrzynka/przyjete "$DIAGNOZA" status
exits "not found elsewhere" 2 env -C zajety "$DIAGNOZA" status

cp lubelskie/diagnoza.ini ini.dobry
sed 's/^#min_grupa/min_grupy/' ini.dobry > lubelskie/diagnoza.ini
exits "an unknown parameter stops the run" 2 "$DIAGNOZA" -C lubelskie status
line=$(grep -n '^min_grupy' lubelskie/diagnoza.ini | cut -d: -f1)
check "its line is named" grep -q "diagnoza.ini:$line" err.txt
check "and the right name" grep -q '"min_grupa"' err.txt
# what the library would pass over in silence: line, then the file
while read -r at text; do
    printf "$text" > lubelskie/diagnoza.ini
    exits "not passed over: $text" 2 "$DIAGNOZA" -C lubelskie status
    check "its line, $at" grep -q "diagnoza.ini:$at \[E645\]" err.txt
done << 'P'
2 [kampania]\n[parametry] min_grupa = 9\n
1 [kampania]\rwojewodztwo = 22\r[parametry]\rmin_grupa = 9\r
2 [kampania]\ntytul = Biblioteka ; filia\n
P
printf '[kampania] \r\n; objaśnienie ; dalej\r\ntytul = A;B\r\n' > lubelskie/diagnoza.ini
exits "blanks, remarks and a semicolon in a word are no harm" 0 \
    "$DIAGNOZA" -C lubelskie status
cp ini.dobry lubelskie/diagnoza.ini

if command -v flock > /dev/null; then
    exits "another run holds the lock" 11 \
        flock lubelskie/.blokada "$DIAGNOZA" -C lubelskie analyze
else
    skipped "no flock(1)"
fi

if [ "$(id -u)" = 0 ]; then
    chown 5901 lubelskie
    exits "root leaves a campaign of another user alone" 2 \
        "$DIAGNOZA" -C lubelskie status
    check "and says as whom" grep -q 'E719.*sudo -u #5901 diagnoza' err.txt
    another() { setpriv --reuid 5902 --regid 5902 --clear-groups "$@"; }
    if another test -x "$DIAGNOZA" -a -x . 2> err.txt; then
        chown 5901 lubelskie/klucz
        chmod 755 lubelskie
        exits "so does anybody who cannot read its key" 2 \
            another "$DIAGNOZA" -C lubelskie status
        check "and hears the same" grep -q 'E719.*sudo -u #5901 diagnoza' err.txt
        mkdir -m 700 srv && mv lubelskie srv/ && chown 5901 srv
        exits "nor sees it" 2 another "$DIAGNOZA" -C srv/lubelskie status
        check "the owner of the closed folder is named" \
            grep -q 'E719.*sudo -u #5901 diagnoza' err.txt
        mv srv/lubelskie . && chown 0 lubelskie/klucz && chmod 750 lubelskie
    else
        skipped "another user cannot come here"
    fi
    chown 0 lubelskie
else
    skipped "root only"
fi

mv lubelskie/klucz klucz.zabrany
exits "without its key nothing runs" 4 "$DIAGNOZA" -C lubelskie status
mv klucz.zabrany lubelskie/klucz
echo "to nie jest baza danych, tylko tekst" > lubelskie/diagnoza.db
exits "a foreign file is no database" 4 "$DIAGNOZA" -C lubelskie status
same "and is left alone" "$(cat lubelskie/diagnoza.db)" \
    "to nie jest baza danych, tylko tekst"
