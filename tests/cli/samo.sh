#!/bin/bash
# Left alone: what a run says, writes down and leaves behind; two at once.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18
d=$DIAGNOZA
"$d" init k --voivodeship 06 --wave jesien --from 2026-09-01 --to 2026-12-31 > /dev/null
sed -i 's/^#odczekaj = .*/odczekaj = 0/' k/diagnoza.ini
sim() {
    "$d" simulate "$1.csv" --survey "$1" --profile limesurvey --voivodeship 06 \
        --gminas 2 --seed 3 --damage "$2" --from 2026-09-15 --to 2026-10-20
}
sim ngo 0 && sim jst 500 && sim mieszkancy 0
rows() { sqlite3 k/diagnoza.db "SELECT $1"; }

cp ngo.csv k/skrzynka/
exits "all is well" 0 "$d" -C k run
same "in silence" "$(cat out.txt err.txt)" ""
same "a line in the journal of runs" "$(rows "part, files, exit FROM run")" "all|1|0"
check "the page is there" test -s k/raporty/stan.html
page=$(sha256sum k/raporty/stan.html)
DIAGNOZA_NOW=1795003600 "$d" -C k run
same "nothing new, nothing rewritten" "$(sha256sum k/raporty/stan.html)" "$page"
same "and a line all the same" \
    "$(rows "group_concat(worked || ts) FROM run")" \
    "12026-11-18T11:06:40Z,02026-11-18T12:06:40Z"
cp jst.csv k/skrzynka/
printf 'nic;tu\n1;2\n' > k/skrzynka/obcy.csv
exits "same-day verdict" 3 "$d" -C k run --only ingest
check "names the file" grep -q "obcy.csv" err.txt
check "the mail says where to look" grep -q "raporty/stan.html" out.txt
same "makes no reports of it" "$(rows "part, made FROM run ORDER BY id DESC LIMIT 1")" "ingest|0"
check "the page names what to repair" grep -q 'jst.do_poprawy.csv' k/raporty/stan.html
check "and what was refused" grep -q 'odrzucone/obcy.wynik.html' k/raporty/stan.html
cp mieszkancy.csv k/skrzynka/
"$d" -C k run --json > json.txt
check "events are JSON, one a line" \
    python3 -c 'import json;[json.loads(l) for l in open("json.txt")]'
check "with what was taken" grep -q '{"inbox":1}' json.txt

# what is out, what waits
gmina=$(rows "min(gmina) FROM response")
exits "why: drafts" 0 "$d" -C k report --why "$gmina"
check "say so" grep -q "szkice" out.txt
check "and what waits" grep -q "freeze jesien --gmina $gmina" out.txt
"$d" -C k freeze jesien --gmina "$gmina" > /dev/null 2>&1
check "a freeze by hand is on the page at once" grep -q \
    '<td class="liczba" data-co="Zamknięte">1</td>' k/raporty/stan.html
"$d" -C k report --why "$gmina" > out.txt 2> err.txt
check "why: closed is not yet out" grep -q "jeszcze nie złożono" out.txt
check "and nothing says that it is" sh -c '! grep -q Wydano out.txt'
"$d" -C k report > /dev/null 2>&1
exits "why: final" 0 "$d" -C k report --why "$gmina"
check "nothing waits" grep -q "Nic nie czeka" out.txt
n=$("$d" -C k history | grep ngo.csv | awk '{print $1}')
export DIAGNOZA_NOW=1795080000
grep "^gps;jesien;$gmina;" k/decyzje.csv | tr -d '\r' | sed 's/;;;$/;tak;;/' |
    cat <(head -n 1 k/decyzje.csv) - > decyzje.csv
"$d" -C k ingest decyzje.csv > /dev/null 2>&1
"$d" -C k report --why "$gmina" > out.txt 2> err.txt
check "why: a decision of later waits for a correction" \
    grep -q "decyzje zmienione: 1.*--correct $gmina" out.txt
export DIAGNOZA_NOW=1795090000
"$d" -C k undo "$n" > /dev/null 2>&1
exits "why: answers went" 0 "$d" -C k report --why "$gmina"
check "and the correction is named" grep -q -- "--correct $gmina" out.txt
"$d" -C k wave add wiosna --from 2027-03-01 --to 2027-05-31 > /dev/null 2>&1
"$d" -C k wave add lato --from 2026-06-01 --to 2026-08-31 > /dev/null 2>&1
DIAGNOZA_NOW=1830000000 exits "why: several waves are open" 0 \
    "$d" -C k report --why "$gmina"
same "the one with the gmina is told" "$(grep -o 'fala [a-z]*' out.txt)" "fala jesien"
DIAGNOZA_NOW=1830000000 exits "why: a gmina of no wave" 0 "$d" -C k report --why 1465011
same "waits in all" "$(grep -c 'na pierwszą odpowiedź' out.txt)" 3
exits "why: a wave by name" 0 "$d" -C k report --wave lato --why "$gmina"
same "is told alone" "$(grep -o 'fala [a-z]*' out.txt)" "fala lato"

# the lock
if command -v flock > /dev/null; then
    exits "cron skips its turn" 11 flock k/.blokada "$d" -C k run
    same "in silence" "$(cat out.txt err.txt)" ""
    exits "a hand is told" 11 flock k/.blokada "$d" -C k ingest ngo.csv
    check "in words" grep -q E706 err.txt
    flock k/.blokada sleep 1 &
    sleep 0.2
    exits "or waits" 0 "$d" -C k ingest --wait 60 ngo.csv
    wait
fi
check "a reader reads while another writes" flock k/.blokada "$d" -C k status
before=$(rows "count(*) FROM import")
for i in 1 2 3 4; do
    sed "s/\"submitdate\"/\"submitdate\"/;s/OSP/OSP $i/" ngo.csv > r$i.csv
    "$d" -C k ingest --wait 60 r$i.csv > /dev/null 2>&1 &
    "$d" -C k run --wait 60 > /dev/null 2>&1 &
done
"$d" -C k status > /dev/null
wait
same "eight at once: every import is in the journal" \
    "$(rows "count(*) FROM import")" $((before + 4))
exits "and all is sound" 0 "$d" -C k check

# invited, not answered: nothing that could be closed
"$d" init z --voivodeship 06 --wave jesien --from 2026-09-01 --to 2026-12-31 > /dev/null
sed -i 's/^#odczekaj = .*/odczekaj = 0/' z/diagnoza.ini
"$d" -C z run > /dev/null 2>&1
check "the first day says what to begin with" \
    grep -q 'wrzuć ich eksport do folderu skrzynka' z/raporty/stan.html
printf 'gmina;grupa;instytucja;liczba\n0620092;ngo;;3\n' > z/zaproszeni.csv
cp ngo.csv z/skrzynka/
"$d" -C z run > /dev/null 2>&1
check "it has a draft" test -e z/raporty/jesien/szkice/0620092-sitno.pdf
check "only those who answered wait" grep -q 'gminy niezamknięte: 2 (tylko szkice)' z/raporty/stan.html
"$d" -C z freeze jesien > /dev/null 2>&1
check "and none when they are closed" grep -q 'Nic nie trzeba robić\.<' z/raporty/stan.html

# A run that is killed cannot tell what it found: the next one does, once.
sim szkola 700
cp szkola.csv k/skrzynka/
before=$(rows "count(*) FROM import")
runs=$(rows "count(*) FROM run")
"$d" -C k run > out.txt 2> err.txt &
while kill -0 $! && [ "$(sqlite3 -cmd '.timeout 9000' k/diagnoza.db \
    'SELECT count(*) FROM import')" = "$before" ]; do :; done
kill -9 $!
wait $! 2> /dev/null
if [ "$(rows "count(*) FROM run")" = "$runs" ]; then
    exits "a run that is refused tells nothing" 2 "$d" -C k run --only raporty
    exits "what a killed run did not tell" 1 "$d" -C k run
    check "is told by the next" grep -q '\[E722\].*szkola.csv' err.txt
    exits "and no more" 0 "$d" -C k run
    same "at all" "$(cat out.txt err.txt)" ""
else
    skipped "the run ended before it could be killed"
fi
