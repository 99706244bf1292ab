#!/bin/bash
# What is brought up to date equals what is computed anew, byte for byte, over
# a short random sequence of what an analyst does; make test-full goes on.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
mkdir exports
for g in jst ngo szkola kultura biznes biblioteka mieszkancy; do
    "$DIAGNOZA" simulate "exports/$g.csv" --survey "$g" --profile limesurvey \
        --encoding utf-8 --damage 0 --gminas 5 --seed 9 --from 2026-09-15 \
        --to 2026-10-20 > simulate.txt || exit 1
done
python3 "$ROOT/tests/full/incremental.py" 1 9 > sequence.txt
same "incremental equals full" $? 0
tail -n 8 sequence.txt

# Documents too: of some gminas no cell follows from this setting.
documents() {
    (cd k/raporty && find . -type f ! -name stan.html -exec sha256sum {} + |
        sort -k 2) > "$1"
}
exits "reports" 0 "$DIAGNOZA" -C k report
documents first.list
sed -i 's/^#szeroki_przedzial = .*/szeroki_przedzial = 21/' k/diagnoza.ini
exits "another setting" 0 "$DIAGNOZA" -C k analyze
exits "and what it changes" 0 "$DIAGNOZA" -C k report
documents kept.list
exits "all drawn anew" 0 "$DIAGNOZA" -C k report --force
documents anew.list
check "the setting is told" bash -c '! cmp -s first.list kept.list'
same "documents that others are than drawn anew" \
    "$(diff kept.list anew.list)" ""
