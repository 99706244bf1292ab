#!/bin/bash
# All editions and all versions together, before and after corrections, give
# nothing hidden away; with the guards off they do.
set -uo pipefail
source "$ROOT/tests/lib.sh"
command -v glpsol > /dev/null || { skipped "no glpsol (glpk-utils)"; exit 0; }
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
groups="jst ngo szkola kultura biznes biblioteka mieszkancy"
for seed in 1 2; do
    mkdir "e$seed"
    for g in $groups; do
        "$DIAGNOZA" simulate "e$seed/$g.csv" --survey "$g" --profile limesurvey \
            --gminas 8 --seed "$seed" --from 2026-09-15 --to 2026-10-20 \
            > sim.txt || exit 1
    done
done
# later FROM TO SEED: answers that come after the freeze, few in a gmina
later() {
    python3 - "$@" << 'END'
import csv, os, random, sys
source, target, seed = sys.argv[1:4]
dice = random.Random(int(seed))
os.mkdir(target)
for name in sorted(os.listdir(source)):
    with open(f"{source}/{name}", encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f))
    keep = [r for r in rows[1:] if dice.random() < .12]
    with open(f"{target}/{name}", "w", encoding="utf-8", newline="") as f:
        csv.writer(f, quoting=csv.QUOTE_ALL).writerows([rows[0]] + keep)
END
}
# campaign DIR PROGRAM PARAMETER=VALUE...: frozen, then more answers, corrected
campaign() {
    local dir=$1 program=$2 p g
    shift 2
    "$program" init "$dir" --voivodeship 06 --wave fala --from 2026-09-01 \
        --to 2026-12-31
    for p in "$@"; do
        sed -i "s/^[#; ]*${p%=*} *=.*/${p%=*} = ${p#*=}/" "$dir/diagnoza.ini"
    done
    "$program" -C "$dir" ingest e1/*.csv
    "$program" -C "$dir" analyze && "$program" -C "$dir" freeze fala || return 1
    sqlite3 "$dir/diagnoza.db" "INSERT INTO decision (wave, gmina, question,
        answer, ts) SELECT 1, gmina, 'wariant', 'strategiczny', '2026-11-01'
        FROM freeze"
    for g in $(sqlite3 "$dir/diagnoza.db" "SELECT gmina FROM freeze"); do
        "$program" -C "$dir" freeze fala --correct "$g" --reason "wariant"
    done
    "$program" -C "$dir" ingest more/*.csv
    for g in $(sqlite3 "$dir/diagnoza.db" "SELECT DISTINCT gmina FROM freeze"); do
        "$program" -C "$dir" freeze fala --correct "$g" --reason "więcej ankiet"
    done
}
later e2 more 1
campaign k "$DIAGNOZA" > k.log 2>&1
tail -n 1 k.log
same "facts are corrected in every gmina" \
    "$(sqlite3 k/diagnoza.db 'SELECT count(*) FROM freeze WHERE correction = 1')" \
    "$(sqlite3 k/diagnoza.db 'SELECT count(*) FROM freeze WHERE correction = 0')"
python3 "$ROOT/tests/full/attack_versions.py" "$ROOT/surveys/groups.csv" k \
    > attack.txt
same "nothing hidden follows from all that is published" $? 0
tail -n 5 attack.txt
python3 "$ROOT/tests/full/attack_cells.py" "$ROOT/surveys/groups.csv" k \
    > cells.txt
same "nor from distributions, offers and parts of any version" $? 0
tail -n 2 cells.txt

# A program that looks at no earlier version.
sed 's/if (differ_reveals(/if (false \&\& differ_reveals(/' \
    "$ROOT/analysis/freeze.c" > freeze.c
control freeze.c careless
campaign c "$TEST_DIR/careless" > c.log 2>&1
python3 "$ROOT/tests/full/attack_versions.py" "$ROOT/surveys/groups.csv" c \
    > careless.txt
check "two versions give answers away where nobody looks" \
    grep -qE 'since version .*' careless.txt
tail -n 1 careless.txt
python3 "$ROOT/tests/full/attack_cells.py" "$ROOT/surveys/groups.csv" c \
    > cells.txt
check "distributions of two versions do, too" grep -qE 'F:[0-9]+/[1-9]' cells.txt
campaign w "$DIAGNOZA" niepewnosc_ukrytych=5 min_ukryte=2 min_ukryte_grup=1 \
    sredni_przedzial=50 szeroki_przedzial=50 ufnosc=50 \
    > w.log 2>&1
python3 "$ROOT/tests/full/attack_versions.py" "$ROOT/surveys/groups.csv" w \
    > weak.txt
check "and so does weaker protection" grep -qE ' [1-9][0-9]* leaks' weak.txt
tail -n 1 weak.txt
