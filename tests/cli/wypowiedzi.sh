#!/bin/bash
# Words of the surveys stand in the moderator's report once they were reviewed,
# in no other document of the gmina, and go when the decision is taken back.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18

quietly() { "$DIAGNOZA" "$@" > out.txt 2>&1 || { cat out.txt; return 1; }; }
report() { quietly -C k analyze && quietly -C k report; }
# decide WORD=DECISION...: about the texts that hold the word
decide() {
    python3 - "$@" << 'PY'
import csv, sys
rows = list(csv.reader(open("k/decyzje.csv", encoding="utf-8-sig"), delimiter=";"))
at, about = rows[0].index("decyzja"), rows[0].index("czego_dotyczy")
for r in rows[1:]:
    for word, said in (a.split("=") for a in sys.argv[1:]):
        if r[0].startswith("tekst.") and word in r[about]:
            r[at] = said
with open("decyzje.csv", "w", encoding="utf-8-sig", newline="") as f:
    csv.writer(f, delimiter=";").writerows(rows)
PY
    quietly -C k ingest decyzje.csv
}
# everything: text of every document of the gmina, a line a file and word
everything() {
    local f
    for f in k/raporty/2026/szkice/0601011* k/raporty/2026/analityk/0601011* \
        k/raporty/2026/szkice/przeglad*; do
        [ -e "$f" ] || continue
        case $f in
        *.pdf) pdftotext -layout "$f" one.txt ;;
        *.xlsx) python3 -c 'import sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
sys.stdout.buffer.write(b"".join(map(book.read, book.namelist())))' "$f" > one.txt ;;
        *) cp "$f" one.txt ;;
        esac
        grep -o 'Wqautobus\|Wqboisko\|Wqtajne\|Wqczeka\|Wqmłodzi' one.txt |
            sort -u | sed "s|^|${f##*/} |"
    done
}
# as the cells are now, and as a full analysis has them
cells() { sqlite3 k/diagnoza.db 'SELECT * FROM cell ORDER BY 1, 2, 3, 4'; }

quietly init k --voivodeship 06 --wave 2026 --from 2026-09-01 --to 2026-12-31
for group in jst ngo szkola mieszkancy; do
    quietly simulate "$group.csv" --survey "$group" --profile kobo --gminas 1 \
        --gmina 0601011 --seed 5 --from 2026-10-01 --to 2026-11-01
done
python3 - << 'PY'
import csv
said = {"ngo.csv": ["Wqautobus nie dojeżdża.", "Wqtajne słowa.", "Wqczeka."],
        "mieszkancy.csv": ["Wqboisko jest zamknięte.", "Wqmłodzi nie mają gdzie być."]}
for name in ("jst.csv", "ngo.csv", "szkola.csv", "mieszkancy.csv"):
    rows = list(csv.DictReader(open(name, encoding="utf-8-sig", newline=""), delimiter=";" if ";" in open(name, encoding="utf-8-sig").readline() else ","))
    for i, r in enumerate(rows):
        texts = said.get(name, [])
        key = next(k for k in r if k.split("/")[-1] == "uwagi")
        r[key] = texts[i] if i < len(texts) else ""
    with open(name, "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, rows[0].keys())
        w.writeheader()
        w.writerows(rows)
PY
for group in jst ngo szkola mieszkancy; do
    quietly -C k ingest "$group.csv"
done
report
base=k/raporty/2026/szkice/0601011-miedzyrzec-podlaski
same "nothing is shown before" "$(everything)" ""
sums=$(sha256sum $base-partnerzy.pdf $base-partnerzy.html \
    $base-mieszkancy.pdf $base-mieszkancy.html)
before=$(cells)
check "some are reviewed" decide Wqautobus=przejrzany Wqboisko=przejrzany \
    Wqtajne=ukryj
report
name=${base##*/}
same "what was reviewed is in the moderator's report and the analyst's book" \
    "$(everything)" "$name.csv Wqautobus
$name.csv Wqboisko
$name.html Wqautobus
$name.html Wqboisko
$name.pdf Wqautobus
$name.pdf Wqboisko
$name.html Wqautobus
$name.html Wqboisko
$name.xlsx Wqautobus
$name.xlsx Wqboisko"
check "under its heading, in quotation marks" \
    bash -c "pdftotext -layout '$base.pdf' - | tr -s ' \n' ' ' |
        grep -q 'Co dopisano w ankietach.*„Wqautobus nie dojeżdża.”.*„Wqboisko'"
same "the other editions are as they were" "$(sha256sum $base-partnerzy.pdf \
    $base-partnerzy.html $base-mieszkancy.pdf $base-mieszkancy.html)" "$sums"
quietly -C k explain 0601011 uwagi.01.mieszkancy
check "it is explained" grep -q 'Słowa: „Wqboisko jest zamknięte.”' out.txt
now=$(cells)
quietly -C k analyze --full
same "the same from the start" "$(cells)" "$now"
number=$(sqlite3 k/diagnoza.db "SELECT max(id) FROM import")
check "the decision is taken back" quietly -C k undo "$number"
report
same "nothing is shown after" "$(everything)" ""
same "as before" "$(cells)" "$before"
check "reviewed again" decide Wqautobus=przejrzany Wqboisko=przejrzany
report
same "shown again" "$(everything | grep -c Wqboisko)" 5
place=$(sqlite3 k/diagnoza.db "SELECT r.import || ':' || (r.record + 1)
    FROM text t JOIN response r ON r.id = t.response
    WHERE t.value LIKE 'Wqboisko%'")
check "who wrote it wants it erased" quietly -C k erase "$place"
report
same "it is shown no more" "$(everything | grep -c Wqboisko)" 0
same "the others are" "$(everything | grep -c Wqautobus)" 5
now=$(cells)
quietly -C k analyze --full
same "the same from the start, after the erasure" "$(cells)" "$now"

# In a closed gmina too, and only theirs.
check "two are reviewed" decide Wqmłodzi=przejrzany Wqczeka=przejrzany
report
quietly -C k freeze 2026
report
everything() {
    local f
    for f in k/raporty/2026/0601011*.pdf; do
        pdftotext "$f" - | grep -o 'Wqautobus\|Wqczeka\|Wqmłodzi'
    done | sort
}
same "final" "$(everything | tr '\n' ' ')" "Wqautobus Wqczeka Wqmłodzi "
place=$(sqlite3 k/diagnoza.db "SELECT r.import || ':' || (r.record + 1)
    FROM text t JOIN response r ON r.id = t.response
    WHERE t.value LIKE 'Wqautobus%'")
check "the first of them is erased" quietly -C k erase "$place"
report
same "the others stay" "$(everything | tr '\n' ' ')" "Wqczeka Wqmłodzi "
same "and no file has the words" "$(grep -rlaF Wqautobus k)" ""
