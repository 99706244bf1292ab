#!/bin/bash
# Forms that came without one answer are not "nobody answered": the report and
# decyzje.csv tell how many came, however often the export comes, until an undo.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > init.txt || exit 1
"$DIAGNOZA" simulate jst.csv --survey jst --profile limesurvey \
    --encoding utf-8 --damage 0 --gminas 2 --seed 9 --from 2026-09-15 \
    --to 2026-10-20 > simulate.txt || exit 1
# blank.py IN OUT: the first gmina's answers are taken out; prints it and how
# many forms those are
cat > blank.py << 'END'
import csv, sys
facts = {"id", "submitdate", "lastpage", "startlanguage", "seed", "gmina",
         "wersja", "token"}
with open(sys.argv[1], encoding="utf-8-sig", newline="") as f:
    reader = csv.DictReader(f)
    head, rows = reader.fieldnames, list(reader)
gmina = rows[0]["gmina"]
mine = [r for r in rows if r["gmina"] == gmina]
for r in mine:
    r.update({k: "" for k in r if k not in facts})
with open(sys.argv[2], "w", encoding="utf-8", newline="") as f:
    w = csv.DictWriter(f, head, quoting=csv.QUOTE_ALL)
    w.writeheader()
    w.writerows(rows)
print(gmina, len(mine))
END
read -r gmina n < <(python3 blank.py jst.csv blank.csv)
d() { "$DIAGNOZA" -C k "$@" > out.txt 2> err.txt; }
told() {
    sqlite3 k/diagnoza.db "SELECT n FROM cell WHERE gmina = '$gmina' AND key = 'puste'"
}
printf 'gmina;grupa;instytucja;liczba\n%s;jst;;9\n' "$gmina" > k/zaproszeni.csv
d ingest blank.csv && d analyze
same "all are counted" "$(told)" "$n"
silent() {
    sqlite3 k/diagnoza.db "SELECT reason FROM cell WHERE gmina = '$gmina' AND key = 'regula.SILENT'"
}
silent > silent.txt
check "the gmina has the rule on silence, and who is silent" grep -q \
    "^Przysz[^ ]* $n ankiet.*, ale bez żadnej odpowiedzi. Tych głosów nie mamy: osoby z samorządu" \
    silent.txt
check "decyzje.csv does not speak of results" \
    bash -c "grep '^wariant;.*;$gmina;' k/decyzje.csv | grep -q ';przyszły same puste'"
check "of the other gmina it does" \
    bash -c "grep '^wariant;' k/decyzje.csv | grep -q 'są już wyniki'"
check "the report is made" d report --gmina "$gmina"
page=$(find k/raporty -name "$gmina-*-partnerzy.html")
check "and says so on page 1 and of who answered" \
    bash -c "grep -q 'ale bez żadnej odpowiedzi' '$page' &&
             grep -q 'Ankiety przyszły puste' '$page'"
check "and not that nobody answered" bash -c "! grep -q 'Nikt jeszcze nie' '$page'"
sed '$a\ ' blank.csv > again.csv
d ingest again.csv && d analyze
same "another export of the same tells no more" "$(told)" "$n"
same "but there may be more" "$(silent | grep -o 'co najmniej')" 'co najmniej'
d undo 1 && d undo 2 && d analyze
same "nothing is left of what is taken back" "$(told)" ""
d ingest jst.csv && d analyze
same "where somebody answered, only that is told" "$(told)" ""
