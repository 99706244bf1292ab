#!/bin/bash
# Long random sequences: incremental equals full.  And the test itself: with a
# program whose digest forgets what a decision says, or whose memo of a gmina
# forgets what was answered, a sequence must fail.
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

sed '/hash_str(hash, decision->answer)/d; /hash_str(hash, decision->ts)/d' \
    "$ROOT/analysis/sample.c" > sample.c
check "the digest has the lines that are taken out" \
    bash -c "! cmp -s sample.c '$ROOT/analysis/sample.c'"
control sample.c forgetful
mkdir f && cp -r exports f
(cd f && DIAGNOZA=$TEST_DIR/forgetful python3 \
    "$ROOT/tests/full/incremental.py" 11 50 > seq.txt)
same "and is found out" $? 1
head -n 1 f/seq.txt

sed 's/hash_add(hash, a->ans, .*;/(void)a->ans;/' "$ROOT/analysis/memo.c" \
    > memo.c
check "the hash has the line that is taken out" \
    bash -c "! cmp -s memo.c '$ROOT/analysis/memo.c'"
control memo.c careless
mkdir m && cp -r exports m
(cd m && DIAGNOZA=$TEST_DIR/careless python3 \
    "$ROOT/tests/full/incremental.py" 11 50 > seq.txt)
same "and is found out too" $? 1
head -n 1 m/seq.txt
