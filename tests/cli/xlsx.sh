#!/bin/bash
# Workbooks: read by content, with the cells as Excel shows them, and refused
# with a reason when they are damaged or meant to do harm.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA
book=$ROOT/tests/workbook.py
"$book" all .
"$d" init k --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 > init.txt
# these workbooks hold a few of the questions, on purpose
echo 'brak_pytan = 100' >> k/diagnoza.ini

# values FILE: rows as they were stored, texts behind
answers() {
    sqlite3 k/diagnoza.db "SELECT r.gmina, substr(r.ts, 1, 10),
        hex(substr(r.ans, 1, 0)), r.record FROM response r WHERE import =
        (SELECT max(id) FROM import) ORDER BY record"
}

exits "a workbook is loaded" 0 "$d" -C k ingest --survey jst good.xlsx
same "both rows, at their rows of Excel" "$(answers)" \
    $'0602032|2026-10-15||1\n0602032|2026-10-15||3'
exits "the same again" 0 "$d" -C k ingest good.xlsx
check "changes nothing" grep -q "już" out.txt
cp good.xlsx other.csv
same "by content, not by name" \
    "$("$d" inspect --json other.csv | grep -o '"encoding":"[^"]*"')" \
    '"encoding":"XLSX"'
exits "another sheet by name" 0 "$d" -C k ingest --survey jst --sheet odpowiedzi second.xlsx
exits "another sheet by number, most questions missing" 1 "$d" inspect --sheet 2 second.xlsx
exits "no such sheet" 3 "$d" -C k ingest --sheet 7 second.xlsx
check "the sheets there are are named" grep -q "Opis, Odpowiedzi" err.txt
# an empty first sheet: the only one with rows is meant, of several none
exits "an empty first sheet" 0 "$d" -C k ingest --survey jst --dry-run empty-first.xlsx
check "says which was taken instead" \
    grep -q 'W142.*("Arkusz1") jest pusty; .*"Moje dane"' err.txt
"$d" inspect empty-first.xlsx > out.txt 2> err.txt
check "inspect takes it too" grep -q 'W142.*"Moje dane"' err.txt out.txt
same "the same rows" "$(grep -o 'wierszy[^,]*' out.txt)" \
    "$("$d" inspect good.xlsx | grep -o 'wierszy[^,]*')"
exits "several with rows" 3 "$d" -C k ingest --survey jst empty-which.xlsx
check "are named, with their rows and the way out" \
    grep -q 'E146.*Opis (1), Moje dane (3).*--sheet NAZWA' err.txt
"$d" inspect empty-which.xlsx > out.txt 2> err.txt
check "by inspect too" grep -q 'E146.*Opis (1), Moje dane (3)' err.txt out.txt
exits "the one named" 0 "$d" -C k ingest --survey jst --dry-run --sheet "moje dane" empty-which.xlsx
exits "a workbook of nothing" 3 "$d" -C k ingest empty-all.xlsx
check "is empty" sh -c 'grep -q "E10[0-9].*pust\|pusty" err.txt && ! grep -q E146 err.txt'
exits "hidden sheets are said" 1 "$d" inspect hidden.xlsx
check "by name" grep -q "W127.*Listy" err.txt
exits "formulas" 1 "$d" -C k ingest --survey jst formulas.xlsx
check "are counted and not run" grep -q "W128.*jest 2.*bez wyniku: 1" err.txt
same "no value and an error value are errors in their cells" \
    "$(grep -c 'D[34]: \|komórka D[34]' err.txt)" 2
exits "a title above the header" 0 "$d" -C k ingest --survey jst title.xlsx
exits "an empty cell far to the right" 0 "$d" -C k ingest --survey jst --dry-run far-empty.xlsx
exits "a stray number there" 3 "$d" -C k ingest --survey jst far.xlsx
check "is named, with what to do" grep -q 'E115.*XFD4.*w skoroszycie: tę komórkę' err.txt
exits "days since 1904" 0 "$d" -C k ingest --survey jst d1904.xlsx
same "are the same days" "$(answers)" '0602032|2026-10-15||1'
exits "rich text, truth values, long fractions" 0 "$d" -C k ingest --survey jst kinds.xlsx
same "a truth value is no answer on a scale" "$(grep -c E20 err.txt)" 0
check "what is kept is the CSV that was read" \
    grep -q 'Tekst' k/archiwum/*-kinds.xlsx.csv

for f in bad-*.xlsx; do
    rc=0
    "$d" -C k ingest "$f" > out.txt 2> err.txt || rc=$?
    n=$(sqlite3 k/diagnoza.db "SELECT count(*) FROM response r JOIN import i
        ON i.id = r.import WHERE i.file = '$f'")
    same "$f is refused, nothing is in" "$rc $n" "3 0"
    check "$f: the way out is named" grep -q "CSV UTF-8\|max_" err.txt
done

# the sheet for typing in, filled in Excel and kept as a workbook
"$d" surveys export --format csv --output form --voivodeship 06 > out.txt
python3 - <<'EOF'
import csv, io
with io.open("form/arkusz-mieszkancy.csv", encoding="utf-8-sig") as f:
    rows = list(csv.reader(f, delimiter=";"))
typed = dict(zip(rows[0], rows[2]))
for n in "ab":
    typed.update(nr_formularza="k-" + n, data="2026-10-0" + str(ord(n) - 92),
                 gmina="0602032")
    rows.append([typed[h] for h in rows[0]])
with io.open("typed.csv", "w", encoding="utf-8") as f:
    csv.writer(f, delimiter=";").writerows(rows)
EOF
"$book" csv typed.csv typed.xlsx utf-8
exits "a typed sheet as a workbook" 0 "$d" -C k ingest typed.xlsx
check "its rows of help are no answers" grep -q "nowe 2," out.txt

# more than the first block, which is all that its kind is told by
python3 - <<'EOF'
import csv, io
with io.open("typed.csv", encoding="utf-8", newline="") as f:
    rows = list(csv.reader(f, delimiter=";"))
number = rows[0].index("nr_formularza")
with io.open("many.csv", "w", encoding="utf-8", newline="") as f:
    out = csv.writer(f, delimiter=";", lineterminator="\n")
    out.writerow(rows[0])
    for i in range(1500):
        rows[-1][number] = "w-%d" % i
        out.writerow(rows[-1])
EOF
"$book" csv many.csv many.xlsx utf-8
"$d" -C k ingest many.xlsx > out.txt 2> err.txt || true
check "all rows of a large workbook" grep -q "wierszy 1500: nowe 1500," out.txt
