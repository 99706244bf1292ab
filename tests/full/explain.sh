#!/bin/bash
# Every published cell of a whole campaign explains itself with the numbers it
# shows, and every hidden one is refused, by the program as the analyst runs it.
set -uo pipefail
source "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw LC_ALL=C
for g in jst ngo szkola kultura biznes biblioteka mieszkancy; do
    "$DIAGNOZA" simulate "$g.csv" --survey "$g" --profile limesurvey \
        --gminas 5 --seed 9 --from 2026-09-15 --to 2026-10-20 > sim.txt || exit 1
done
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > init.txt
"$DIAGNOZA" -C k ingest ./*.csv > ingest.txt
"$DIAGNOZA" -C k analyze > analyze.txt && "$DIAGNOZA" -C k freeze fala > f.txt &&
    "$DIAGNOZA" -C k report --format csv > r.txt
same "a campaign is reported" $? 0
cat > walk.py << 'END'
import csv, glob, os, re, sqlite3, subprocess, sys
db = sqlite3.connect("k/diagnoza.db")
out = subprocess.run
bad = shown = refused = 0
for gmina, grp, key, n, total, value, lo, hi, state in db.execute(
        "SELECT gmina, grp, key, n, total, value, lo, hi, state FROM cell "
        "WHERE length(gmina) = 7"):
    word = key + "." + grp
    r = out([os.environ["DIAGNOZA"], "-C", "k", "explain", gmina, word],
            capture_output=True, text=True)
    if state in ("wliczone", "za_malo", "ukryte"):
        refused += 1
        if r.returncode != 2 or r.stdout or "E409" not in r.stderr:
            bad += 1
            print(gmina, word, "is hidden and explained")
        continue
    shown += 1
    line = re.search(r"^Liczby: (.*)\.$", r.stdout, re.M)
    got = dict(x.split(" = ") for x in line[1].split("; ")) if line else {}
    got = {k: float(v.replace(",", ".")) for k, v in got.items()}
    want = {k: float(v) for k, v in (("n", n), ("N", total),
            ("wartość", value), ("od", lo), ("do", hi)) if v is not None}
    same = got.keys() == want.keys() and all(
        abs(got[k] - want[k]) <= 1e-9 * max(1, abs(want[k])) for k in want)
    good = r.returncode == 0 and same and "Jak liczymy: " in r.stdout and (
        "SHA-256" in r.stdout or "razem 0 ankiet" in r.stdout)
    if not good:
        bad += 1
        print(gmina, word, r.returncode, got, want, r.stderr)
print(f"{shown} explained, {refused} refused, {bad} bad")
sys.exit(bad > 0 or shown < 1500 or refused < 100)
END
python3 walk.py > walk.txt
same "every cell explains itself or is refused" $? 0
tail -n 8 walk.txt
