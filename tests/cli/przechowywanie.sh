#!/bin/bash
# purge: what came before a day goes, what counts stays, and a protocol says so.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18
d=$DIAGNOZA
"$d" init k --voivodeship 06 --wave jesien --from 2026-09-01 --to 2026-10-31 > /dev/null
sed -i 's/^#odczekaj = .*/odczekaj = 0/' k/diagnoza.ini
"$d" simulate ngo.csv --survey ngo --profile limesurvey --voivodeship 06 \
    --gminas 2 --seed 3 --damage 0 --from 2026-09-15 --to 2026-10-20
sed '0,/Dobrze, że\|Warto\|Brakuje\|OSP/s//Dawne Słowa/' ngo.csv > k/skrzynka/a.csv
printf 'a;b\n1;2\n' > k/skrzynka/zly.csv
"$d" -C k run > /dev/null 2>&1
cp ngo.csv k/skrzynka/b.csv
cp "$ROOT/fixtures/errors/E203.csv" k/skrzynka/c.csv
"$d" -C k run > /dev/null 2>&1
find k/skrzynka -type f -exec touch -d 2026-01-01 {} +
live() { sqlite3 k/diagnoza.db "SELECT hex(ans), ts FROM response WHERE gone_by IS NULL ORDER BY key" | sha256sum; }
before=$(live)
check "old words are there" grep -rqa "Dawne Słowa" k
check "a repair file waits" test -e k/skrzynka/c.do_poprawy.csv
exits "a day is asked for" 2 "$d" -C k purge
exits "a day that is to come" 2 "$d" -C k purge --before 2026-11-19
check "is refused with today's" grep -q 'E523.*--before 2026-11-18' err.txt
check "in English too" grep -q 'E523.*still to come' \
    <("$d" -C k purge --before 2026-11-19 --lang en 2>&1)
check "and explained" grep -q "Co zrobić" <("$d" explain E523)
check "nothing went" grep -rqa "Dawne Słowa" k
export DIAGNOZA_NOW=1796200000 # 2026-12-02
exits "a dry run" 0 "$d" -C k purge --before 2026-12-01 --dry-run
check "changes nothing" grep -rqa "Dawne Słowa" k
exits "purge" 0 "$d" -C k purge --before 2026-12-01
same "the analysis remembers nothing of it" \
    "$(sqlite3 k/diagnoza.db 'SELECT count(*) FROM memo')" 0
same "old words are gone" "$(grep -rla "Dawne Słowa" k | grep -v raporty)" ""
same "what counts stays" "$(live)" "$before"
same "refused files are gone" "$(find k/skrzynka/odrzucone k/skrzynka/przyjete -type f)" ""
same "and rows that nobody repaired" "$(find k/skrzynka -name '*do_poprawy*')" ""
check "the protocol tells what" grep -q "odrzucone/zly.csv" k/protokoly/usuniecie-*.txt
check "and that it was done" grep -q "Plików: [1-9]" k/protokoly/usuniecie-*.txt
exits "check" 0 "$d" -C k check
exits "answers of open gminas stay" 2 "$d" -C k purge --before 2026-12-01 --answers
"$d" -C k freeze jesien > /dev/null 2>&1
"$d" -C k report > /dev/null 2>&1
final=$(cat k/raporty/jesien/*.pdf | sha256sum)
exits "answers of a closed wave go" 0 "$d" -C k purge --before 2026-12-01 --answers
same "all of them" "$(sqlite3 k/diagnoza.db "SELECT count(*) FROM response WHERE gone_by IS NULL OR length(ans) > 0")" 0
"$d" -C k run > /dev/null 2>&1
same "final reports stay" "$(cat k/raporty/jesien/*.pdf | sha256sum)" "$final"
exits "and all is sound" 0 "$d" -C k check

# The next export holds them all again.
{ cat ngo.csv && echo; } > later.csv
exits "a later export of that wave" 0 "$d" -C k ingest later.csv
check "says what it left out" grep -q 'W569.*: [0-9]' err.txt
same "and brings nobody back" "$(sqlite3 k/diagnoza.db "SELECT count(*) FROM
    response WHERE gone_by IS NULL OR length(ans) > 0")" 0
same "not in the archive either" "$(zcat k/archiwum/*later* | grep -c '2026-')" 0
gmina=$(sqlite3 k/diagnoza.db "SELECT min(gmina) FROM freeze")
"$d" -C k report --why "$gmina" > why.txt 2>&1
check "no correction is advised for answers that had to go" \
    sh -c '! grep -q -e --correct why.txt'
