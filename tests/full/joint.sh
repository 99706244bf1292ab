#!/bin/bash
# An index with its dimensions, two waves with corrections, changes, gaps, users
# of the library and the overview in one programme: nothing hidden follows; with
# the guards off it does.
set -uo pipefail
source "$ROOT/tests/lib.sh"
command -v glpsol > /dev/null || { skipped "no glpsol (glpk-utils)"; exit 0; }
export DIAGNOZA_NOW=1810000000 TZ=Europe/Warsaw
groups="jst ngo szkola kultura biznes biblioteka mieszkancy"
# exports FOLDER SEED FROM TO SHARE: small gminas, no answer missing
exports() {
    mkdir "raw$1"
    for g in $groups; do
        "$DIAGNOZA" simulate "raw$1/$g.csv" --survey "$g" \
            --profile limesurvey --gminas 16 --seed "$2" --from "$3" \
            --to "$4" > sim.txt || exit 1
    done
    python3 "$ROOT/tests/full/small_gminas.py" "raw$1" "small$1" "$2"
    python3 "$ROOT/tests/full/complete.py" "$ROOT/surveys" "small$1" "$1" \
        "$2" "$5"
}
exports one 21 2026-09-15 2026-10-20 1
exports more 22 2026-10-21 2026-11-10 .12
exports two 23 2027-03-01 2027-04-10 1
# campaign DIR PROGRAM PARAMETER=VALUE...: frozen, corrected, a year later again
campaign() {
    local dir=$1 program=$2 p g
    shift 2
    "$program" init "$dir" --voivodeship 06 --wave jesien --from 2026-09-01 \
        --to 2026-12-31
    for p in "$@"; do
        sed -i "s/^[#; ]*${p%=*} *=.*/${p%=*} = ${p#*=}/" "$dir/diagnoza.ini"
    done
    "$program" -C "$dir" ingest one/*.csv
    "$program" -C "$dir" analyze && "$program" -C "$dir" freeze jesien || return 1
    "$program" -C "$dir" ingest more/*.csv
    for g in $(sqlite3 "$dir/diagnoza.db" "SELECT gmina FROM freeze"); do
        "$program" -C "$dir" freeze jesien --correct "$g" --reason "więcej"
    done
    "$program" -C "$dir" wave add wiosna --from 2027-03-01 --to 2027-04-30
    "$program" -C "$dir" ingest --wave wiosna two/*.csv
    "$program" -C "$dir" analyze --wave wiosna
}
attack() { python3 "$ROOT/tests/full/attack_joint.py" "$ROOT/surveys" "$@"; }

campaign k "$DIAGNOZA" > k.log 2>&1
same "there are two waves" \
    "$(sqlite3 k/diagnoza.db 'SELECT count(DISTINCT wave) FROM cell')" 2
attack k > attack.txt
same "nothing hidden follows from all of it together" $? 0
tail -n 8 attack.txt
for kind in changes dimensions gaps overview rows types users; do
    check "the programme holds $kind" grep -qE "$kind:[1-9]" attack.txt
done

# A program that holds no hidden mean open (D4), and lets changes and gaps make
# good what was widened.
sed -e 's/^    return to - from >= limit(plan, PARAM_OPEN_WIDTH);/    return true;/' \
    -e 's/line->step <= STEP_FIVE/true/' \
    "$ROOT/analysis/disclose.c" > disclose.c
control disclose.c careless
# Fourteen officials, who may stand alone, beside two organisations.
mkdir crowd
python3 - << 'PY'
import csv
for name, n in (("jst.csv", 14), ("ngo.csv", 2)):
    with open(f"one/{name}", encoding="utf-8", newline="") as f:
        r = csv.DictReader(f)
        head, rows = r.fieldnames, list(r)
    with open(f"crowd/{name}", "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, head, quoting=csv.QUOTE_ALL)
        w.writeheader()
        for row in rows[:n]:
            row.update(gmina="0601011", zgodaGlos="nie")
            w.writerow(row)
PY
# crowded DIR PROGRAM PARAMETER=VALUE...
crowded() {
    local dir=$1 program=$2 p
    shift 2
    "$program" init "$dir" --voivodeship 06 --wave jesien --from 2026-09-01 \
        --to 2026-12-31
    for p in "$@"; do
        sed -i "s/^[#; ]*${p%=*} *=.*/${p%=*} = ${p#*=}/" "$dir/diagnoza.ini"
    done
    "$program" -C "$dir" ingest crowd/*.csv
    "$program" -C "$dir" analyze
}
crowded c "$TEST_DIR/careless" min_ukryte=2 min_ukryte_grup=1 > c.log 2>&1
attack c > careless.txt
check "without that guard the attack wins" \
    grep -qE ' [1-9][0-9]* leaks' careless.txt
tail -n 1 careless.txt
crowded d "$DIAGNOZA" min_ukryte=2 min_ukryte_grup=1 > d.log 2>&1
attack d > guarded.txt
check "with it alone it does not" grep -q ' 0 leaks' guarded.txt
tail -n 1 guarded.txt
