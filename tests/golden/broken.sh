#!/bin/bash
# Every kind of damage has a file in fixtures/broken named after its code: it
# must be said with that code, with the exit status of its row in status.def,
# and the three good rows beside it must load.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18

for file in "$ROOT"/fixtures/broken/*.csv; do
    code=$(basename "$file" .csv)
    want=$(grep -o "S([A-Z_]*, \"$code\", [A-Z]*, [0-9]*" \
        "$ROOT/core/status.def" | grep -o '[0-9]*$')
    group=ngo
    rm -rf k
    "$DIAGNOZA" init k --voivodeship 06 > out.txt 2>&1 || cat out.txt
    cp "$file" plik.csv
    rc=0
    [ "$code" = E310 ] && group=
    "$DIAGNOZA" -C k ingest --json plik.csv ${group:+--survey "$group"} \
        > out.txt 2>&1 || rc=$?
    same "$code: exit status" "$rc" "$want"
    if grep -q "$code" out.txt; then ok "$code: said"; else
        not_ok "$code: said"
        sed 's/^/  /' out.txt | head -5
    fi
    # what is in: a refused file leaves nothing, any other its good rows
    loaded=$(grep -o '"loaded":[0-9]*' out.txt | grep -o '[0-9]*')
    if [ "$want" = 3 ]; then
        same "$code: nothing loaded" "${loaded:-0}" 0
        check "$code: no repair file" test ! -e plik.do_poprawy.csv
    else
        check "$code: good rows loaded" test "${loaded:-0}" -ge 2
    fi
    if [ "$want" = 1 ]; then
        check "$code: in the repair file" grep -q ";$code;" plik.do_poprawy.csv
        head -c 3 plik.do_poprawy.csv | cmp -s - <(printf '\xEF\xBB\xBF')
        same "$code: BOM" "$?" 0
    fi
    rm -f plik.do_poprawy.csv
done
