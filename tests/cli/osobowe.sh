#!/bin/bash
# Personal data go nowhere, formulas are inert everywhere.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

campaign() {
    rm -rf k
    "$d" init k --voivodeship 06 --wave j --from 2026-09-01 --to 2026-11-30 \
        > /dev/null
    sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0/' k/diagnoza.ini
}
q() { sqlite3 k/diagnoza.db "$1"; }

campaign
"$d" simulate a.csv --survey ngo --gmina 0601011 --scale 300 \
    --profile limesurvey --from 2026-09-01 --to 2026-11-01 --seed 3
python3 - <<'P'
import csv, io
text = open("a.csv", "rb").read().decode("utf-8-sig")
sep = max(";,", key=text.split("\n")[0].count)
R = list(csv.reader(io.StringIO(text, newline=""), delimiter=sep))
H = R[0]
at = H.index
extra = ["Adres e-mail do kontaktu", "Imię i nazwisko", "deviceid",
         "Ktoś do rozmowy", "Numer", "Dodatkowe"]
formula = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "  =2",
           "＝1", "=HYPERLINK(\"http://x\",\"y\")"]
H += extra
for n, r in enumerate(R[1:]):
    r += [f"ktos{n}@tajne.example", "Genowefa Brzęczyszczykiewicz",
          f"imei-tajny-{n}", "" if n < 2 else "Zdzisława Tajemnicza",
          "" if n < 3 else "601 777 %03d" % n, "zwykły opis"]
    r[at("token")] = f"TAJNYTOKEN{n}"
    r[at("ipaddr") if "ipaddr" in H else at("token")] = r[at("ipaddr")] and \
        f"10.99.88.{n}" if "ipaddr" in H else r[at("token")]
    r[at("instytucja")] = formula[n % len(formula)] + " <b>&nazwa</b>"
    r[at("uwagi")] = formula[(n + 1) % len(formula)] + " </script><img src=x>"
R[1][at("M11")] = "=9+9"
R[2][at("gmina")] = "9999999"
R[3][at("L1")] = "<script>alert(1)</script>"
for name, enc in (("zwykle.csv", "utf-8"), ("utf16.csv", "utf-16")):
    csv.writer(open(name, "w", encoding=enc, newline=""),
               delimiter=sep).writerows(R)
P
rows=$(($(wc -l < a.csv) - 2))
secret='tajne.example|Brzęczyszczykiewicz|imei-tajny|Tajemnicza|601 777|TAJNYTOKEN|10\.99\.88'

for file in zwykle.csv utf16.csv; do
    campaign
    cp $file k/skrzynka/
    exits "$file: loaded with two problems" 1 "$d" -C k run
    for what in 'Adres e-mail do kontaktu.*adres e-mail' \
        'Imię i nazwisko.*imię i nazwisko' 'deviceid.*urządzenie' \
        'Ktoś do rozmowy.*imię i nazwisko' 'Numer.*telefon'; do
        check "$file: said: ${what%%.*}" grep -q "W129.*$what" err.txt
    done
    check "$file: other columns are left alone" \
        test -z "$(grep 'W129.*Dodatkowe' err.txt)"
    q '.dump' > dump.txt
    # what the content gave away is blank from the row that did
    find k -type f ! -name klucz ! -name '*.db' -print0 |
        xargs -0 grep -alE "$secret" > leaks.txt
    grep -acE "$secret" dump.txt > leaks2.txt
    same "$file: nothing personal in any file" "$(cat leaks.txt)" ""
    same "$file: nor in the database" "$(cat leaks2.txt)" 0
    same "$file: tokens are pseudonyms of 16 bytes" \
        "$(q 'SELECT DISTINCT length(key) FROM response')" 16
    # every cell of every CSV that comes out
    find k -name '*.csv' ! -path '*/archiwum/*' ! -path '*/przyjete/*' \
        ! -path '*/ankiety/*' -print0 | xargs -0 python3 -c '
import csv, re, sys
for name in sys.argv[1:]:
    for r in csv.reader(open(name, encoding="utf-8-sig", newline=""), delimiter=";"):
        for c in r:
            s = c.lstrip(" ")
            if s[:1] in tuple("=+-@\t\r＝＋－＠") and s and \
                    not re.fullmatch(r"[-+]?[0-9.,   ]+|-", s):
                print(name, repr(c)[:60])' > formulas.txt
    same "$file: no live formula in any CSV" "$(cat formulas.txt)" ""
    check "$file: among them decyzje and do_poprawy" \
        test -s k/decyzje.csv -a -s "k/skrzynka/${file%.csv}.do_poprawy.csv"
    same "$file: no live markup in any page" \
        "$(find k -name '*.html' -print0 | xargs -0 grep -lE '<script>alert|<img src=x|<b>&nazwa')" ""
    check "$file: the verdict has the odd cell as text" \
        grep -q '&lt;script&gt;alert' "k/skrzynka/przyjete/${file%.csv}.wynik.html"
done
# the guard is ours: it does not come back with the answer
f=k/skrzynka/utf16.do_poprawy.csv
check "the guard stands in do_poprawy" grep -q ";'=9+9;" $f
sed -i "s/;'=9+9;/;3;/" $f
"$d" -C k run --only ingest > /dev/null 2>&1
same "and never in the database" "$(q "SELECT count(*) FROM text WHERE value
    LIKE '''%'") $(q "SELECT count(*) FROM institution WHERE name LIKE '''%'")" \
    "0 0"

# the other tools' columns, and one without a name
while IFS='|' read -r profile column; do
    "$d" simulate p.csv --survey ngo --gmina 0601011 --profile "$profile" \
        --scale 200 --from 2026-09-01 --to 2026-11-01 --seed 5
    python3 - "$column" <<'P'
import csv, io, sys
text = open("p.csv", "rb").read().decode("utf-8-sig")
sep = max(";,", key=text.split("\n")[0].count)
R = list(csv.reader(io.StringIO(text, newline=""), delimiter=sep))
R[0].append(sys.argv[1])
for n, r in enumerate(R[1:]):
    r.append(f"tajne-{n}@poczta.example")
csv.writer(open("p.csv", "w", encoding="utf-8", newline=""),
           delimiter=sep, quoting=csv.QUOTE_ALL).writerows(R)
P
    campaign
    exits "$profile: $column" 0 "$d" -C k ingest p.csv
    check "$profile: $column is said" grep -q "W129" err.txt
    check "$profile: $column is no question to be mapped" \
        test -z "$(grep "W122.*\"$column\"" err.txt)"
    check "$profile: $column is blank" \
        test -z "$(grep -rl tajne- k/archiwum k/diagnoza.db)"
done <<'M'
kobo|_submitted_by
kobo|phonenumber
google|device_id
google|Adres e-mail
google|Nazwa użytkownika
hand|telefon kontaktowy
limesurvey|lastname
limesurvey|
M
