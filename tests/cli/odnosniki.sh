#!/bin/bash
# Links carry the gmina in the way of each tool: every address, read as the tool
# reads it, gives the gmina back; the invited get keys; the list of the invited
# loads as it is; the QR code of a poster is the link.
set -uo pipefail
. "$ROOT/tests/lib.sh"

cat > formularze.csv << 'END'
grupa;adres;entry;entry_token
jst;https://ankiety.example.pl/index.php/123456;;
ngo;https://docs.google.com/forms/d/e/1FAIpQL/viewform;entry.123456789;987654321
mieszkancy;https://ee.kobotoolbox.org/x/AbCd1234;;
kultura;https://ankiety.example.pl/index.php?r=survey/index&sid=777#start;;
END
cat > lista.csv << 'END'
gmina;grupa;instytucja;liczba;token
0602042;ngo;OSP Żelizna;1;klucz7
0602042;ngo;KGW „Jutrzenka”;1;
0602042;jst;Urząd Gminy;1;
END
exits "links" 0 "$DIAGNOZA" surveys links --base formularze.csv \
    --invited lista.csv --voivodeship 06 --output out
check "every address gives its gmina back" python3 - "$ROOT" << 'READ'
import csv, sys, urllib.parse as u
from collections import Counter
def of(teryt): # core/register.h, register_short
    return chr(ord("A") + int(teryt[:2]) // 2 - 1) + teryt[2:6]
codes = [line[:7] for line in
         open(sys.argv[1] + "/core/register/gminy.csv", encoding="utf-8")
         if line.startswith("06")]
text = open("out/odnosniki.csv", encoding="utf-8", newline="").read()
assert text.startswith("\ufeff") and text.count("\r\n") == text.count("\n")
rows = list(csv.DictReader(text.lstrip("\ufeff").splitlines(), delimiter=";"))
plain = [r for r in rows if not r["instytucja"]]
assert sorted(r["gmina"] for r in plain if r["grupa"] == "jst") == sorted(codes)
assert Counter(r["grupa"] for r in plain) == dict.fromkeys(
    ("jst", "ngo", "mieszkancy", "kultura"), len(codes))
assert len({r["odnosnik"] for r in rows}) == len(rows)
keys = set()
for r in rows:
    url = u.urlsplit(r["odnosnik"])
    assert r["odnosnik"].isascii() and " " not in r["odnosnik"], r
    q = dict(u.parse_qsl(url.query, strict_parsing=True))
    if r["grupa"] in ("jst", "kultura"):
        assert q["gmina"] == of(r["gmina"]) and q["newtest"] == "Y", r
        assert q.get("zaproszenie", "") == r["token"], r
    elif r["grupa"] == "ngo":
        assert q["usp"] == "pp_url"
        assert q["entry.123456789"] == r["gmina_nazwa"], r
        assert q.get("entry.987654321", "") == r["token"], r
    else:
        assert q["d[//gmina]"] == r["gmina"], r
        assert q["d[//powiat]"] == r["gmina"][:4], r
    if r["grupa"] == "kultura":
        assert q["sid"] == "777" and url.fragment == "start", r
    if r["instytucja"]:
        assert r["gmina"] == "0602042"
        keys.add(r["token"])
assert len(keys) == 3 and "klucz7" in keys and all(keys), keys
READ
same "an invitation a form" "$(ls out/zaproszenie-*.txt | wc -l)" 4
check "invitations are voluntary" grep -q "Udział jest dobrowolny" \
    out/zaproszenie-jst.txt
same "posters for the residents" "$(ls out/plakat-*.pdf | wc -l)" \
    "$(ls out/plakat-*-mieszkancy.pdf | wc -l)"
poster=out/plakat-0602042-mieszkancy.pdf
link=$(grep '^0602042;.*;mieszkancy;' out/odnosniki.csv | cut -d ';' -f 6 |
    tr -d '\r')
same "a poster is a page" "$(pdfinfo "$poster" | grep -c 'Pages: *1$')" 1
same "a poster says its link" "$(pdftotext -raw "$poster" - | tr -d '\n ' |
    grep -cF "$link")" 1
check "a poster is accessible" /usr/bin/python3 \
    "$ROOT/tests/pdf/uacheck.py" "$poster"
if command -v zbarimg > /dev/null; then
    pdftoppm -r 90 -gray -png "$poster" poster
    same "its QR code is the link" "$(zbarimg -q --raw poster-*.png \
        2> /dev/null)" "$link"
else
    skipped "no zbarimg: the QR code is not read back"
fi

# the list of the invited as it comes
"$DIAGNOZA" init k --voivodeship 06 > out.txt 2>&1 || cat out.txt
cp out/zaproszeni.csv k/zaproszeni.csv
"$DIAGNOZA" simulate a.csv --survey biblioteka --profile hand --gminas 2 \
    > out.txt 2>&1 || cat out.txt
exits "the list loads" 0 "$DIAGNOZA" -C k ingest a.csv
same "five officials and a library in each gmina" "$(python3 -c '
import sqlite3
print(*sqlite3.connect("k/diagnoza.db").execute("""SELECT grp, count(*), min(n),
    max(n) FROM invited GROUP BY grp ORDER BY grp""").fetchall())')" \
    "('biblioteka', 213, 1, 1) ('jst', 213, 5, 5)"

# the invited are read like zaproszeni.csv: Excel's lost zero is put back, what
# is no gmina or group is said, and whom a link was not made for is counted
cat > inni.csv << 'END'
gmina;grupa;instytucja
601011;Organizacje społeczne;OSP Zalesie
0601011;ngoo;KGW Zalesie
9999999;ngo;OSP Nigdzie
0601011;jst;Urząd
0602042;ngo;OSP Żelizna
END
sed -i '1s/^/\xef\xbb\xbf/; s/$/\r/' inni.csv
exits "a list with two wrong rows" 1 "$DIAGNOZA" surveys links --survey ngo \
    --base https://ankiety.example.pl/123456 --invited inni.csv --gmina 601011 \
    --output inni
same "the wrong rows are named" "$(grep -o 'inni.csv:[0-9]* \[E313\]' err.txt |
    tr '\n' ' ')" "inni.csv:3 [E313] inni.csv:4 [E313] "
same "the good one has a link" "$(grep -c '^0601011;.*;ngo;OSP Zalesie;' \
    inni/odnosniki.csv)" 1
check "those of others are counted" grep -q 'albo grup: 2' out.txt

# what cannot be
links() { "$DIAGNOZA" surveys links --output bad "$@"; }
exits "no address" 2 links --gmina 0602042
exits "one address for many forms" 2 links --gmina 0602042 --base https://a.pl
exits "no gmina" 2 links --survey jst --base https://a.pl/1
exits "no such gmina" 2 links --survey jst --base https://a.pl/1 --gmina 0600000
exits "an address that tells no tool" 2 links --survey jst --gmina 0602042 \
    --base https://a.pl/1
check "asks for it" grep -q -e '--tool limesurvey' err.txt
exits "an option of another verb" 2 "$DIAGNOZA" surveys print --format csv \
    --draft --output bad
exits "no such tool" 2 links --survey jst --base https://a.pl/1 --gmina 0602042 \
    --tool msforms
exits "Google without a number" 2 links --survey jst --gmina 0602042 \
    --base https://docs.google.com/forms/d/e/1/viewform
printf 'grupa;adres\nbiznes;https://docs.google.com/forms/d/e/1/viewform\n' > bez.csv
exits "and a list of forms without one" 2 "$DIAGNOZA" surveys links \
    --base bez.csv --gmina 0602042 --output bad
check "names the form and the column" grep -q 'biznes: .*kolumna entry' err.txt
exits "a short Google address" 2 links --survey jst --gmina 0602042 \
    --base https://forms.gle/abc --entry 1
exits "not an address" 2 links --survey jst --gmina 0602042 \
    --base 'https://a.pl/a b'
same "nothing is written then" "$(ls bad 2> /dev/null | wc -l)" 0
