#!/bin/bash
# People read the clock on the wall of a Polish library, whatever the machine's
# zone is, on both nights when it changes and at new year; programs read UTC.
set -uo pipefail
. "$ROOT/tests/lib.sh"
d=$DIAGNOZA
"$d" init k --voivodeship 06 --wave fala --from 2026-01-01 --to 2027-01-31 > /dev/null
sed -i 's/^#odczekaj = .*/odczekaj = 0/' k/diagnoza.ini
n=0
while read -r utc day hour words; do
    n=$((n + 1))
    DIAGNOZA_NOW=$(date -ud "$utc" +%s)
    export DIAGNOZA_NOW
    "$d" simulate "$n.csv" --survey ngo --profile limesurvey --gminas 1 \
        --damage 0 --seed "$n" --from 2026-01-10 --to 2026-02-20
    cp "$n.csv" k/skrzynka/
    for zone in America/New_York Asia/Tokyo; do # the second finds nothing
        TZ=$zone "$d" -C k run --only ingest > out.txt 2>&1
    done
    told="$day $hour"
    same "$utc: the journal" "$("$d" -C k history | grep -F "$n.csv" |
        grep -o "$told")" "$told"
    check "$utc: the journal, to a program" \
        sh -c "'$d' -C k history --json | grep -F '$n.csv' | grep -qF '\"$utc\"'"
    same "$utc: the verdict" "$(sed 's/\xc2\xa0/ /g' \
        "k/skrzynka/przyjete/$n.wynik.html" | grep -o "Sporządzono[^<]*")" \
        "Sporządzono: $words, $hour"
    check "$utc: the idle run" sh -c "'$d' -C k status | grep -qF '(ostatnie: $told)'"
    check "$utc: the idle run, to a program" \
        sh -c "'$d' -C k status --json | grep -qF '\"last_idle\":\"$utc\"'"
done << 'MOMENTS'
2026-03-29T00:59:59Z 2026-03-29 01:59 29 marca 2026
2026-03-29T01:00:00Z 2026-03-29 03:00 29 marca 2026
2026-10-25T00:59:59Z 2026-10-25 02:59 25 października 2026
2026-10-25T01:00:00Z 2026-10-25 02:00 25 października 2026
2026-12-31T22:59:59Z 2026-12-31 23:59 31 grudnia 2026
2026-12-31T23:00:00Z 2027-01-01 00:00 1 stycznia 2027
MOMENTS
same "six moments" "$n" 6
