#!/bin/bash
# A run for cron that finds all as the last one left it does nothing, and finds
# every change: of the inbox, a setting, a report, the database, the day.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > init.txt || exit 1
sed -i 's/^[#; ]*odczekaj *=.*/odczekaj = 0/' k/diagnoza.ini
"$DIAGNOZA" simulate k/skrzynka/jst.csv --survey jst --profile limesurvey \
    --encoding utf-8 --damage 0 --gminas 2 --seed 9 --from 2026-09-15 \
    --to 2026-10-20 > simulate.txt || exit 1

run() { "$DIAGNOZA" -C k run > run.txt 2>&1; }
settle() { # until the note stands
    touch -d '-10 seconds' k/*.csv
    find k/skrzynka -maxdepth 1 -type f -exec touch -d '-10 seconds' {} +
    run
}
run
same "first run" $? 0
settle
check "a note is left" test -s k/.cisza
before=$(cat k/.cisza)
lines() { grep -c . k/.puste; }
rows() { sqlite3 k/diagnoza.db "SELECT count(*) FROM run WHERE $1"; }
idle=$(lines)
journal=$(rows 1)
run
same "a quiet run" $? 0
same "the note stands" "$(cat k/.cisza)" "$before"
same "and its line waits" "$(lines) $(rows 1)" "$((idle + 1)) $journal"
check "under the number that it will have" \
    test "$(tail -n 1 k/.puste | cut -d' ' -f1)" = $((journal + idle + 1))
status_idle() { "$DIAGNOZA" -C k status --json | grep -o '"idle":[0-9]*'; }
told=$(status_idle)
check "status tells of it" bash -c '"$DIAGNOZA" -C k status |
    grep -q "nie miały nic do zrobienia: .*(ostatnie: 2026-10-26"'
check "in JSON as a moment of UTC, as all others" bash -c '"$DIAGNOZA" -C k \
    status --json | grep -q "\"last_idle\":\"2026-10-26T[0-9:]*Z\""'

# A power cut left half a line; the next one is written over it.
printf '99 2026-10-2' >> k/.puste
run
same "half a line is none" "$? $(lines) $(tail -n 1 k/.puste | cut -d" " -f1)" \
    "0 $((idle + 2)) $((journal + idle + 2))"
idle=$((idle + 2))

# A run that cannot leave its line does not say that all is well.
mv k/.puste aside && mkdir k/.puste
run
same "a line that cannot be written is told of" \
    "$? $(grep -cF '[E701]' run.txt)" "4 1"
rmdir k/.puste && mv aside k/.puste
pdf=$(find k/raporty -name '*.pdf' | head -n 1)
rm "$pdf"
run
check "a missing report is made again" test -s "$pdf"
same "each run has its line in the journal" \
    "$(rows 1) $(rows "worked = 0") $(rows "id > (SELECT count(*) FROM run)")" \
    "$((journal + idle + 1)) $((journal + idle + 1 - $(rows worked))) 0"
check "and the file is gone" test ! -e k/.puste
same "stan.html tells how many there were before it" \
    "$(grep -o 'data-co="Przedtem bez zmian">[0-9]*' k/raporty/stan.html |
        head -n 1 | grep -o '[0-9]*$')" "$(grep -o '[0-9]*' <<< "$told" |
        awk -v more=1 '{print $1 + more}')"

# Killed after its lines were taken in, before their file was removed.
settle
run
cp k/.puste aside
DIAGNOZA_NOW=1793100000 run
same "a new day takes the lines in" "$? $(test -e k/.puste; echo $?)" "0 1"
same "as they were written" "$(sqlite3 k/diagnoza.db \
    "SELECT id || ' ' || ts || ' ' || part || ' ' || who FROM run
     WHERE id < (SELECT max(id) FROM run) ORDER BY id DESC
     LIMIT $(grep -c . aside)" | tac)" "$(cat aside)"
journal=$(rows 1)
cp aside k/.puste
rm -f k/.cisza
run
same "and no line twice" "$? $(rows 1)" "0 $((journal + 1))"
settle
sed -i 's/^[#; ]*ufnosc *=.*/ufnosc = 90/' k/diagnoza.ini
run
same "a setting is seen" "$(sqlite3 k/diagnoza.db \
    "SELECT value FROM parameter WHERE name = 'ufnosc'")" 90.0
settle
sqlite3 k/diagnoza.db "UPDATE meta SET value = '' WHERE name LIKE 'dane.%'"
run
same "so is a hand at the database" "$(sqlite3 k/diagnoza.db \
    "SELECT count(*) FROM meta WHERE name LIKE 'dane.%' AND value <> ''")" 1
settle
"$DIAGNOZA" simulate k/skrzynka/ngo.csv --survey ngo --profile limesurvey \
    --encoding utf-8 --damage 0 --gminas 2 --seed 9 --from 2026-09-15 \
    --to 2026-10-20 > simulate.txt || exit 1
run
check "a new file is taken" test ! -e k/skrzynka/ngo.csv
settle
before=$(cat k/.cisza)
DIAGNOZA_NOW=1793200000 run
check "another day is another note" test "$(cat k/.cisza)" != "$before"

# A file that cannot be taken is told of once a day, by either kind of run.
settle
mkdir k/skrzynka/stare
mkdir -p k/skrzynka/stare/1/2/3/4/5/6/7
DIAGNOZA_NOW=1793300000
run
same "a folder in the inbox is told of" "$? $(grep -cF '[E132]' run.txt)" "1 1"
run
same "and no more that day" "$? $(wc -c < run.txt)" "0 0"
verdicts() { "$DIAGNOZA" -C k run --only ingest > run.txt 2>&1; }
verdicts
same "not by a run for verdicts either" "$? $(wc -c < run.txt)" "0 0"
DIAGNOZA_NOW=1793400000
verdicts
same "the next day it is told of again" "$? $(grep -cF '[E132]' run.txt)" "1 1"
verdicts
same "once" "$? $(wc -c < run.txt)" "0 0"
rm -f k/.cisza
run
same "a run of all has not said it that day" \
    "$? $(grep -cF '[E132]' run.txt)" "1 1"
chmod 700 k/skrzynka/stare
verdicts
same "whoever touches it is told anew" "$? $(grep -cF '[E132]' run.txt)" "1 1"
"$DIAGNOZA" -C k run --only wszystko > run.txt 2>&1
same "a wrong word is told of though all is still" $? 2
rm -r k/skrzynka/stare
verdicts
same "and gone it is silent" "$? $(wc -c < run.txt)" "0 0"
