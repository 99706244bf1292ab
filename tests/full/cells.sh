#!/bin/bash
# All published cells of a gmina together - distributions, counts, means, parts
# of residents, sums of offers and offers under a name - give nothing hidden
# away; without the guards of disclose.h D11, D12, D15 and D16 they do.
set -uo pipefail
source "$ROOT/tests/lib.sh"
command -v glpsol > /dev/null || { skipped "no glpsol (glpk-utils)"; exit 0; }
groups="jst ngo szkola kultura biznes biblioteka mieszkancy"
# campaign DIR EXPORTS PROGRAM PARAMETER=VALUE...
campaign() {
    local dir=$1 from=$2 program=$3 p
    shift 3
    "$program" init "$dir" --voivodeship 06 --wave fala --from 2026-09-01 \
        --to 2026-12-31
    for p in "$@"; do
        sed -i "s/^[#; ]*${p%=*} *=.*/${p%=*} = ${p#*=}/" "$dir/diagnoza.ini"
    done
    "$program" -C "$dir" ingest "$from"/*.csv && "$program" -C "$dir" analyze
}
# leaks FILE LETTER...: has each of these attacks won?
leaks() {
    local file=$1 x
    shift
    for x in "$@"; do
        tail -n 2 "$file" | grep -qE "$x:[0-9]+/[1-9]" || return 1
    done
}
attack() { python3 "$ROOT/tests/full/attack_cells.py" "$ROOT/surveys/groups.csv" "$@"; }

for seed in 11 12 13 17; do
    mkdir "e$seed"
    for g in $groups; do
        "$DIAGNOZA" simulate "e$seed/$g.csv" --survey "$g" \
            --profile limesurvey --gminas 40 --seed $seed \
            --from 2026-09-15 --to 2026-10-20 > sim.txt || exit 1
    done
    python3 "$ROOT/tests/full/small_gminas.py" "e$seed" "m$seed" $seed
    campaign "k$seed" "m$seed" "$DIAGNOZA" > "k$seed.log" 2>&1
done
# Everybody names three, or one.
python3 "$ROOT/tests/full/full_lists.py" m13 f13 13
campaign l13 f13 "$DIAGNOZA" > l13.log 2>&1
attack k11 k12 k13 k17 l13 > attack.txt
same "nothing hidden follows from all cells together" $? 0
tail -n 6 attack.txt

# D11, exhaustively: whatever is hidden of up to four parts has another split.
python3 - "$ROOT/tests/full" << 'PY' > parts.txt
import collections, itertools, sys
sys.path.insert(0, sys.argv[1])
from attack_cells import hidden_parts
bad = tried = 0
for size in (2, 3, 4):
    seen = collections.defaultdict(list)
    for n in itertools.product(range(0, 15), repeat=size):
        if sum(n) < 10:
            continue
        hid = hidden_parts(n)
        if hid and sum(n) > sum(n[k] for k in hid):
            seen[tuple(None if k in hid else x for k, x in enumerate(n)),
                 sum(n)].append(n)
    for (cell, total), splits in seen.items():
        if total - sum(x or 0 for x in cell) > 14:
            continue  # larger parts than were tried
        for k, x in enumerate(cell):
            if x is None:
                tried += 1
                bad += len({s[k] for s in splits}) < 2
print(tried, bad)
PY
read -r tried bad < parts.txt
check "splits of residents were tried ($tried)" test "$tried" -gt 1000
same "no hidden part has one value" "$bad" 0

sed -e 's/row_closed(plan, row))/false)/' -e 's/if (!row->tally)/if (true)/' \
    -e 's/line->printed && spread_tells(plan, line)/false/' \
    -e 's/^    while (parts > 0 &&/    while (false \&\&/' \
    -e 's/^    guard_counts(plan, family);//' \
    -e 's/^    guard_choices(plan, family);//' \
    -e 's/(ordered && extreme(plan, n - 1, total))/false/' \
    -e 's/return extreme(plan, n + 1, total) ? total - 1 : n;/return n;/' \
    -e 's/return n > 1 ? total - 1 : 0;/return n;/' \
    -e 's/return unseen_open(.*/return true;/' \
    "$ROOT/analysis/disclose.c" > disclose.c
control disclose.c careless
for seed in 11 12 13 17; do
    campaign "c$seed" "m$seed" "$TEST_DIR/careless" > c.log 2>&1
done
# The overview beside the report (D17): some gminas of small groups.
joint() { python3 "$ROOT/tests/full/attack_joint.py" "$ROOT/surveys" "$@"; }
export GMINA="0616043 0618032 0620092"
joint k17 > joint.txt
same "the overview gives no group away" $? 0
joint c17 > joint.txt
check "without that guard it does" grep -qE ' [1-9][0-9]* leaks' joint.txt
# A program that rounds and lets the type say the rest (overview.h V7).
sed -e 's|overview_cell(params, p->value\[a\], p->step);|10 * floor(p->value[a] / 10 + .5);|' \
    -e 's/overview_type(params, p->printed)/overview_type(params, p->value)/' \
    "$ROOT/analysis/overview_draw.c" > overview_draw.c
control overview_draw.c rounded
campaign r17 m17 "$TEST_DIR/rounded" > r.log 2>&1
joint r17 > types.txt
WITHOUT_TYPES=1 joint r17 > joint.txt
check "types tell more than rounded values" test \
    "$(grep -c between types.txt)" -gt "$(grep -c between joint.txt)"
unset GMINA
# A crowd that may stand alone beside two: what is left of a distribution.
python3 - e11 crowd << 'PY'
import csv, os, sys
source, target = sys.argv[1:]
keep = {"jst.csv": 14, "ngo.csv": 1, "szkola.csv": 1}
os.mkdir(target)
for name in keep:
    with open(f"{source}/{name}", encoding="utf-8-sig", newline="") as f:
        r = csv.DictReader(f)
        head, rows = r.fieldnames, list(r)
    with open(f"{target}/{name}", "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, head, quoting=csv.QUOTE_ALL)
        w.writeheader()
        for row in rows[:keep[name]]:
            row["gmina"] = "0601011"
            w.writerow(row)
PY
campaign ccrowd crowd "$TEST_DIR/careless" > c.log 2>&1
campaign kcrowd crowd "$DIAGNOZA" > k.log 2>&1
attack c11 c12 c13 c17 ccrowd > careless.txt
check "without the guards attacks win" leaks careless.txt A B C D E G H
# With all choices made, the counts of "instytucje" as well as those of groups.
campaign cl13 f13 "$TEST_DIR/careless" > c.log 2>&1
attack cl13 > careless.txt
for grp in instytucje mieszkancy jst; do
    check "all choices made tell of $grp" grep -qE "^H .*;$grp of" careless.txt
done
attack kcrowd > crowd.txt
check "with them a crowd gives nothing away" grep -q ' 0 leaks' crowd.txt
tail -n 2 careless.txt
campaign w m11 "$DIAGNOZA" niepewnosc_ukrytych=5 min_ukryte=2 \
    min_ukryte_grup=1 min_rozklad=5 > w.log 2>&1
attack w > weak.txt
check "and so do most with weaker parameters" leaks weak.txt A B D
tail -n 1 weak.txt
