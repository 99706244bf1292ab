#!/bin/bash
# Every printed number of every edition is a published cell: numbers.py says
# which count as one.  And it notices a number that is none.
set -uo pipefail
source "$ROOT/tests/lib.sh"
mkdir e
for g in jst ngo szkola kultura biznes biblioteka mieszkancy; do
    "$DIAGNOZA" simulate "e/$g.csv" --survey "$g" --profile limesurvey \
        --gminas 14 --seed 8 --from 2026-09-15 --to 2026-10-20
done
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > /dev/null
for command in "ingest $(echo e/*.csv)" analyze "freeze fala" report; do
    # shellcheck disable=SC2086
    "$DIAGNOZA" -C k $command >> log.txt 2>&1
done
numbers() { # SUFFIX EDITION-BIT
    python3 "$ROOT/tests/full/numbers.py" k/diagnoza.db "${2:-k/raporty/fala}" \
        "${1%,*}" "$ROOT/surveys/groups.csv" "${1#*,}"
}
for edition in ,4 -partnerzy,2 -mieszkancy,1; do
    numbers $edition > said.txt
    same "numbers of ${edition%,*} are cells" $? 0
    tail -n 5 said.txt
done
mkdir wrong
cp k/raporty/fala/*-mieszkancy.html wrong
first=$(find wrong -name '*.html' | sort | head -n 1)
sed -i -E 's/([0-9]+)(&nbsp;|.)z(&nbsp;|.)([0-9]+)/\1\2z\39\4/' "$first"
exits "a number that is no cell is noticed" 1 numbers -mieszkancy,1 wrong
