#!/bin/bash
# Two versions of a form in one campaign: answers to the earlier one still load
# into it, by the column `wersja` or by its questions; a wording changed by one
# letter under the same version is noticed.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18

simulate() { # definitions, profile, seed, file
    "$DIAGNOZA" simulate "$4" --surveys "$1" --survey ngo --profile "$2" \
        --gminas 4 --seed "$3" --from 2026-10-01 --to 2026-11-01 \
        > out.txt 2>&1 || cat out.txt
    sed -i "s/-ngo-/-ngo-$3/" "$4" # numbers of its own
}
versions() { # of the live answers: version, rows, whether B12 has a place
    python3 -c 'import sqlite3
for row in sqlite3.connect("k/diagnoza.db").execute(
        """SELECT f.version, count(*), f.layout LIKE "% B12%"
           FROM response r JOIN form f ON f.id = r.form
           WHERE r.gone_by IS NULL AND f.grp = "ngo" GROUP BY 1 ORDER BY 1"""):
    print(*row)'
}
rows() { python3 -c 'import csv, sys
with open(sys.argv[1], encoding="utf-8-sig", newline="") as f:
    text = f.read()
    mark = ";" if ";" in text.split("\n")[0] else ","
    print(sum(1 for _ in csv.reader(text.splitlines(True), delimiter=mark)) - 1)
' "$1"; }

"$DIAGNOZA" init k --voivodeship 06 > out.txt 2>&1 || cat out.txt
exits "a new campaign: lint is content" 0 "$DIAGNOZA" surveys lint \
    --surveys k/ankiety
same "a new campaign: only budgets" "$(cat out.txt err.txt | grep -vc W626)" 0
simulate k/ankiety hand 1 old-hand.csv
simulate k/ankiety limesurvey 2 old-lime.csv
simulate k/ankiety google 3 old-google.csv
exits "first answers" 0 "$DIAGNOZA" -C k ingest old-hand.csv

# one letter, the same version
cp -r k/ankiety letter
sed -i 's/,M12,"\?./&x/' letter/ngo.csv
check "one letter was changed" test -n "$(diff k/ankiety/ngo.csv letter/ngo.csv)"
exits "one letter: lint" 2 "$DIAGNOZA" surveys lint --surveys letter
line=$(grep -n '^ngo' letter/groups.csv | cut -d: -f1)
check "one letter: where and what" grep -q \
    "letter/groups.csv:$line .E632.*ngo.*2026.1" <(cat out.txt err.txt)
cp -r k/ankiety before
cp letter/ngo.csv k/ankiety/
simulate k/ankiety hand 4 letter.csv
exits "one letter: loads" 0 "$DIAGNOZA" -C k ingest letter.csv
check "one letter: and says so" grep -q 'W633' <(cat out.txt err.txt)
cp before/ngo.csv k/ankiety/

# a new version: one question less, one more, one in other words
mkdir -p k/ankiety/starsze
cp -r before k/ankiety/starsze/2026.1
sed -i '/^ngo,/s/,2026\.1,/,2026.2,/' k/ankiety/groups.csv
sed -i -e '/,B12,/d' -e 's/^\(select_one zgoda5,M12,\)\("[^"]*"\|[^,]*\),/\1Razem z biblioteką łatwiej nam działać.,/' \
    -e 's/^\(select_one taknie,zgodaGlos,.*\)$/\1\nselect_one taknie,nowePytanie,Czy to jest nowe pytanie?,,,,,,,,,,opinion,/' \
    k/ankiety/ngo.csv
exits "new version: lint" 0 "$DIAGNOZA" surveys lint --surveys k/ankiety
check "new version: not recorded yet" grep -q 'W631.*2026.2' \
    <(cat out.txt err.txt)
exits "new version: recorded" 0 "$DIAGNOZA" surveys lint --record \
    --surveys k/ankiety
same "new version: nothing left to say" \
    "$(cat out.txt err.txt | grep -c 'W631\|E632')" 0
simulate k/ankiety hand 5 new-hand.csv
simulate k/ankiety google 6 new-google.csv
exits "new answers" 0 "$DIAGNOZA" -C k ingest new-hand.csv new-google.csv
exits "old answers, old columns" 0 "$DIAGNOZA" -C k ingest old-lime.csv \
    old-google.csv
same "both versions" "$(versions)" "2026.1 $(($(rows old-hand.csv) + \
$(rows letter.csv) + $(rows old-lime.csv) + $(rows old-google.csv))) 1
2026.2 $(($(rows new-hand.csv) + $(rows new-google.csv))) 0"

# rows of both in one sheet of the columns they share
python3 - << 'MIX'
import csv
def read(name):
    with open(name, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))
a, b = read("old-hand.csv")[:3], read("new-hand.csv")[:3]
head = [h for h in a[0] if h in b[0]]
with open("mix.csv", "w", newline="") as f:
    w = csv.writer(f, delimiter=";")
    w.writerow(head)
    for i, r in enumerate(a + b):
        r["nr_formularza"] = f"mix-{i}"
        w.writerow([r[h] for h in head])
MIX
exits "both in one sheet" 0 "$DIAGNOZA" -C k ingest mix.csv
same "both in one sheet: three each" "$(versions | cut -d' ' -f2 | paste -sd+)" \
    "$(($(rows old-hand.csv) + $(rows letter.csv) + $(rows old-lime.csv) + \
$(rows old-google.csv) + 3))+$(($(rows new-hand.csv) + $(rows new-google.csv) + 3))"
sed 's/;2026\.1;/;2025.9;/' mix.csv | sed 's/mix-/inna-/' > strange.csv
exits "a version nobody knows" 1 "$DIAGNOZA" -C k ingest strange.csv
check "a version nobody knows: said" grep -q 'E311' <(cat out.txt err.txt)
exits "the analysis takes both" 0 "$DIAGNOZA" -C k analyze

# an anchor is the same in every version
sed -i 's/^\(select_one zgoda5,L1,\)[^,]*,/\1Całkiem inne słowa.,/' \
    k/ankiety/*.csv
"$DIAGNOZA" surveys lint --surveys k/ankiety > out.txt 2>&1
check "a changed anchor" grep -q 'W632.*L1.*2026.1' out.txt
mkdir k/ankiety/starsze/zepsute
exits "a folder that is no version" 4 "$DIAGNOZA" -C k status
