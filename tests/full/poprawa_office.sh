#!/bin/bash
# The repair loop through a spreadsheet with Polish settings: do_poprawy.csv is
# corrected, saved by it as CSV of Windows (other dates, no leading zeros, no
# quotes) or as a workbook, and dropped in again.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA
if ! command -v soffice > /dev/null; then
    skipped "no LibreOffice: sudo apt-get install libreoffice-calc"
    exit 0
fi
profile=$PWD/office
mkdir -p "$profile/user"
cat > "$profile/user/registrymodifications.xcu" <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>pl-PL</value></prop></item>
</oor:items>
X
# save FILE KIND: as the spreadsheet writes it, into saved/
save() {
    HOME=$PWD soffice "-env:UserInstallation=file://$profile" --headless \
        --infilter="Text - txt - csv (StarCalc):59,34,76,1,,1045,false,true" \
        --convert-to "$2" --outdir saved "$1" > office.log 2>&1
}
win='csv:Text - txt - csv (StarCalc):59,34,33,1,,1045,false,true'

campaign() {
    rm -rf k saved
    "$d" init k --voivodeship 02 --wave j --from 2026-07-01 --to 2026-11-30 \
        > /dev/null
    sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0\nbrak_pytan = 100/' k/diagnoza.ini
}
q() { sqlite3 k/diagnoza.db "$1"; }
stored() {
    q "SELECT gmina, ts, hex(ans), institution FROM response WHERE gone_by IS
       NULL ORDER BY 1, 2, 3"
    q "SELECT item, value, found FROM text t JOIN response r ON r.id =
       t.response WHERE r.gone_by IS NULL ORDER BY 1, 2"
}
row() { echo "\"$1\";\"$2\";\"5\";\"pl\";\"10.0.0.$1\";\"$3\";\"Koło „Żółć” $1\";\"$4\";\"2\";\"3\";\"4\";\"$5\""; }
make_export() {
    printf '\xEF\xBB\xBF'
    echo 'id;submitdate;lastpage;startlanguage;ipaddr;gmina;instytucja;L1;L2;L3;L4;uwagi'
    row 1 '2026-10-01 10:00:07' 0201011 4 'dobre'
    row 2 '2026-10-02 10:00:07' 9999999 4 'zła gmina; średnik i „cudzysłów”'
    row 3 '2026-10-03 10:00:07' 0201011 9 '=SUMA(A1:A9)'
    row 4 'wczoraj' 0201021 3 $'dwie linie'
    row 5 '2026-11-05 10:00:07' 0201022 8 '1-2'
}
fix() {
    python3 - "$1" <<'P'
import csv, sys
R = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline=""),
                    delimiter=";"))
at = R[0].index
for r in R[1:]:
    if r[0] == "2": r[at("gmina")] = "0201032"
    if r[0] in "35": r[at("L1")] = "5"
    if r[0] == "4": r[at("submitdate")] = "2026-10-04 10:00"
csv.writer(open(sys.argv[1], "w", encoding="utf-8-sig", newline=""),
           delimiter=";", lineterminator="\r\n").writerows(R)
P
}

for kind in "$win" xlsx; do
    campaign
    make_export > k/skrzynka/x.csv
    cp k/skrzynka/x.csv full.csv
    exits "${kind%%:*}: damaged" 1 "$d" -C k run --only ingest
    same "${kind%%:*}: four rows to repair" \
        "$(($(wc -l < k/skrzynka/x.do_poprawy.csv) - 1))" 4
    cp k/skrzynka/x.do_poprawy.csv x.do_poprawy.csv
    fix x.do_poprawy.csv
    check "${kind%%:*}: the spreadsheet saves it" save x.do_poprawy.csv "$kind"
    saved=$(ls saved)
    check "${kind%%:*}: and has changed it" \
        test "$(sha256sum < "saved/$saved")" != "$(sha256sum < x.do_poprawy.csv)"
    [ "$kind" = xlsx ] ||
        check "no leading zeros, Windows-1250" grep -qa ';201011;' "saved/$saved"
    cp "saved/$saved" k/skrzynka/
    exits "${kind%%:*}: dropped in again" 0 "$d" -C k run --only ingest
    same "${kind%%:*}: all five are in" "$(q 'SELECT count(*) FROM response
        WHERE gone_by IS NULL')" 5
    same "${kind%%:*}: four of them repaired" "$(q 'SELECT count(*) FROM response
        WHERE gone_by IS NULL AND flags & 64')" 4
    same "${kind%%:*}: nothing waits any more" \
        "$(find k/skrzynka -maxdepth 1 -type f ! -name decyzje.csv | wc -l)" 0
    stored > "after-${kind%%:*}"
    { cat full.csv; echo; } > k/skrzynka/again.csv
    exits "${kind%%:*}: the full export again" 0 "$d" -C k run --only ingest
    same "${kind%%:*}: changes nothing" "$(stored)" "$(cat "after-${kind%%:*}")"
    check "${kind%%:*}: and asks nothing" \
        test ! -e k/skrzynka/again.do_poprawy.csv
done
same "both ways give the same answers" "$(cat after-csv)" "$(cat after-xlsx)"
same "the formula is text" "$(grep -c 'SUMA(A1:A9)' after-csv)" 1

# decisions through the same spreadsheet
campaign
make_export | sed '3,$d' > x.csv
"$d" -C k ingest x.csv > /dev/null 2>&1
"$d" -C k analyze > /dev/null 2>&1
cp k/decyzje.csv d.csv
python3 - <<'P'
import csv
R = list(csv.reader(open("d.csv", encoding="utf-8-sig", newline=""),
                    delimiter=";"))
at = R[0].index
for r in R[1:]:
    if r[0] == "deklaracja":
        r[at("decyzja")], r[at("zrodlo")], r[at("data")] = \
            "jest", "pismo z urzędu", "2026-11-03"
    if r[0] == "termin": r[at("decyzja")] = "2026-11-25"
    if r[0] == "obecni": r[at("decyzja")] = "14"
csv.writer(open("d.csv", "w", encoding="utf-8-sig", newline=""),
           delimiter=";").writerows(R)
P
for kind in "$win" xlsx; do
    rm -rf saved
    save d.csv "$kind"
    exits "decisions as ${kind%%:*}" 0 "$d" -C k ingest "saved/$(ls saved)"
    same "as they were typed" "$(q "SELECT group_concat(question || '=' ||
        answer, ' ') FROM (SELECT * FROM decision WHERE gone_by IS NULL ORDER BY
        question)") $(q "SELECT ts FROM decision WHERE question = 'deklaracja'
        AND gone_by IS NULL")" \
        "deklaracja=jest obecni=14 termin=2026-11-25 2026-11-03"
    "$d" -C k undo "$(q "SELECT max(id) FROM import WHERE kind = 'decision' AND
        state = 'loaded'")" > /dev/null 2>&1
done
