#!/bin/bash
# Long random sequences: incremental equals full.  And the test itself: with a
# program whose digest forgets what a decision says, or whose memo of a gmina
# forgets what was answered, or to whom it is all the same what other gminas move,
# a sequence must fail.
set -uo pipefail
source "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
mkdir exports
for g in jst ngo szkola kultura biznes biblioteka mieszkancy; do
    "$DIAGNOZA" simulate "exports/$g.csv" --survey "$g" --profile limesurvey \
        --encoding utf-8 --damage 0 --gminas 8 --seed 9 --from 2026-09-15 \
        --to 2026-10-20 > simulate.txt || exit 1
done
for seed in 11 12 13; do
    python3 "$ROOT/tests/full/incremental.py" "$seed" 50 > "seq$seed.txt"
    same "sequence $seed" $? 0
    tail -n 1 "seq$seed.txt"
done

# broken NAME FILE SED: analysis/FILE so changed is found out
broken() {
    sed "$3" "$ROOT/analysis/$2" > "$2"
    check "$1: $2 has the lines that are taken out" \
        bash -c "! cmp -s '$2' '$ROOT/analysis/$2'"
    control "$2" "$1"
    mkdir "in-$1" && cp -r exports "in-$1"
    (cd "in-$1" && DIAGNOZA=$TEST_DIR/$1 python3 \
        "$ROOT/tests/full/incremental.py" 11 50 > seq.txt)
    same "$1: and is found out" $? 1
    head -n 1 "in-$1/seq.txt"
}
broken forgetful sample.c \
    '/hash_sum_str(hash, decision->answer)/d; /hash_sum_str(hash, decision->ts)/d'
broken careless memo.c 's/hash_sum_add(hash, a->ans, .*;/(void)a->ans;/'
broken hasty compute.c 's/emit_digest(emit, other, n, hex);/emit_digest(emit, other, 0 * n, hex);/'
