#!/bin/bash
# decyzje.csv: asked, answered in Excel, loaded, taken back; nothing silent.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

"$d" init k --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 \
    > /dev/null
sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0\nbrak_pytan = 100/' k/diagnoza.ini
q() { sqlite3 k/diagnoza.db "$1"; }
live() { q 'SELECT count(*) FROM response WHERE gone_by IS NULL'; }
fact() { q "SELECT state || ' ' || reason FROM result WHERE gmina = '0601011'
    AND grp = 'razem' AND key = '$1'"; }
# answer FILE KEY-BEGIN DECISION [SOURCE DATE]: as typed into Excel
answer() {
    python3 - "$@" <<'P'
import csv, sys
name, key, said = sys.argv[1:4]
rows = list(csv.reader(open(name, encoding="utf-8-sig", newline=""),
                       delimiter=";"))
at = {h: i for i, h in enumerate(rows[0])}
for r in rows[1:]:
    if r[at["klucz"]].startswith(key) and r[at["gmina"]] == "0601011":
        r[at["decyzja"]] = said
        if len(sys.argv) > 4:
            r[at["zrodlo"]], r[at["data"]] = sys.argv[4:6]
        break
else:
    sys.exit("no such row: " + key)
csv.writer(open(name, "w", encoding="utf-8-sig", newline=""),
           delimiter=";").writerows(rows)
P
}
cell() { # cell KEY COLUMN [WHOM]
    python3 -c 'import csv, sys
for r in csv.DictReader(open("k/decyzje.csv", encoding="utf-8-sig",
                             newline=""), delimiter=";"):
    if (r["klucz"].startswith(sys.argv[1]) and r["gmina"] == "0601011" and
            sys.argv[3] in r["czego_dotyczy"]):
        print(r[sys.argv[2]]); break' "$1" "$2" "${3-}"
}

head='gmina;instytucja;forma;wersja;L1;L2;M11;M12;R01;przypadek;uwagi'
{
    echo "nrFormularza;data;$head"
    echo '1;2026-10-02;0601011;Ochotnicza Straż Pożarna Wola;ngo;2026.1;1;2;3;4;tak;n;'
    echo '2;2026-10-03;0601011;OSP Wola;ngo;2026.1;5;4;3;2;nie;n;"=HYPERLINK(""x"")"'
    echo '3;2026-10-03;0601011;KGW Jagody;ngo;2026.1;5;4;3;2;nie;n;Pan Jan Kowalski, tel. 601 234 567'
    echo '4;2026-10-04;0601011;KGW Jagody;ngo;2026.1;4;4;4;4;tak;n;'
    echo '5;2026-10-04;0601011;@SUMA(A1);ngo;2026.1;4;3;4;4;tak;n;'
} > ngo.csv
printf 'gmina;grupa;instytucja;liczba;zgoda_zasoby\n0601011;ngo;Ochotnicza Straż Pożarna Wola;1;tak\n0601011;ngo;KGW Jagody;1;nie\n' > lista.csv
exits "answers" 0 "$d" -C k ingest ngo.csv
exits "a list by its header" 0 "$d" -C k ingest lista.csv
same "its rows" "$(q 'SELECT group_concat(institution || names, ",") FROM
    (SELECT * FROM invited ORDER BY 1, 2, 3, 4)')" \
    "KGW Jagody0,Ochotnicza Straż Pożarna Wola1"
exits "figures" 0 "$d" -C k analyze
check "the file is there" test -s k/decyzje.csv
python3 - <<'P'
import csv
rows = [r for r in csv.DictReader(open("k/decyzje.csv", encoding="utf-8-sig",
        newline=""), delimiter=";") if r["gmina"] == "0601011"]
for key in ("deklaracja", "przypadek", "wariant", "gps", "mala_gmina",
            "termin", "obecni", "nazwa.", "lista.", "powtorzona.", "tekst."):
    mine = [r for r in rows if r["klucz"].startswith(key)]
    good = mine and all(r["pytanie"] and r["mozliwe"] and r["bez_decyzji"] and
                        not r["decyzja"] for r in mine)
    print("ok" if good else "not ok", "- it asks and says what holds:", key)
P
rate() { q "SELECT n || ' z ' || coalesce(total, '?') FROM result WHERE
    gmina = '0601011' AND grp = 'ngo' AND key = 'odpowiedzi'"; }
same "more than were invited: the list is not whole" "$(rate)" "4 z ?"
same "near names" "$(cell nazwa. czego_dotyczy | cut -d ';' -f 1)" \
    "Organizacje społeczne: „Ochotnicza Straż Pożarna Wola” (odpowiedziała, zaproszona) i „OSP Wola” (odpowiedziała)"
same "a name to be settled first is not proposed as new" \
    "$(cell lista. propozycja "OSP Wola")" ""
check "to answer it changes no number, it says" \
    grep -q '„nowa” tylko to odnotowuje.*zaproszeni.csv' <<< "$(cell lista. pytanie)"
check "and the list says so" grep -q 'najpierw rozstrzygnij.*klucz' k/decyzje.csv
same "nothing is merged by itself" "$(q 'SELECT count(*) FROM alias')" 0
check "a telephone is seen" grep -q 'imię, nazwisko, telefon' k/decyzje.csv
check "formulas are inert" test -z "$(python3 -c '
import csv
for r in csv.reader(open("k/decyzje.csv", encoding="utf-8-sig", newline=""),
                    delimiter=";"):
    for c in r:
        if c.lstrip()[:1] in tuple("=+-@\t\r"): print(c)')"
before=$(sha256sum k/decyzje.csv)
exits "again" 0 "$d" -C k analyze
same "the same bytes" "$(sha256sum k/decyzje.csv)" "$before"
check "and silence" test ! -s err.txt

# an older program noted the SHA-256 of what it wrote
sums=$(q "SELECT value FROM meta WHERE name = 'decyzje'")
q "UPDATE meta SET value = '${before%% *}' WHERE name = 'decyzje'"
exits "what it wrote" 0 "$d" -C k run --only ingest
same "is nobody's decision" "$(q "SELECT count(*) FROM import
    WHERE kind = 'decision'") $(wc -c < err.txt)" "0 0"
"$d" -C k analyze > /dev/null 2>&1
same "and is noted anew" "$(q "SELECT substr(value, 1, 64) FROM meta
    WHERE name = 'decyzje'")" "${sums:0:64}"

# the analyst works in a copy, and the file is saved in CP1250 by Excel
cp k/decyzje.csv d.csv
answer d.csv deklaracja 'W przygotowaniu' 'pismo z urzędu' 05.11.2026
answer d.csv nazwa. TAK
answer d.csv obecni 12,0
answer d.csv mala_gmina Tak
keep=$(cell powtorzona. mozliwe | sed 's/.*; //')
answer d.csv powtorzona. "$keep"
answer d.csv tekst. ukryj
sed 's/;0601011;/;601011;/' d.csv |
    iconv -f utf-8 -t cp1250//TRANSLIT > k/skrzynka/decyzje.csv
state() {
    q "SELECT id, institution, gone_by FROM response ORDER BY 1"
    q "SELECT * FROM alias"
    q "SELECT response, item, state FROM text ORDER BY 1, 2"
    q "SELECT wave, gmina, question, answer, ts, source FROM decision
       WHERE gone_by IS NULL"
}
before=$(state)
live=$(live)
dump=$(sha256sum k/diagnoza.db k/decyzje.csv)
exits "a dry run" 0 "$d" -C k ingest --dry-run k/skrzynka/decyzje.csv
same "changes nothing" "$(sha256sum k/diagnoza.db k/decyzje.csv)" "$dump"
exits "the decisions" 0 "$d" -C k run --only ingest --json
check "said" grep -q 'W561.*nowych 6' out.txt
"$d" -C k analyze > /dev/null 2>&1
same "taken from the inbox" "$(ls k/skrzynka/przyjete | grep decyzje)" \
    "decyzje.csv
decyzje.wynik.html"
same "journalled" "$(q "SELECT kind || n_loaded FROM import ORDER BY id DESC
    LIMIT 1")" decision6
check "the words of people are not in the archive" \
    test -z "$(grep -l Kowalski k/archiwum/*decyzje.csv k/skrzynka/przyjete/decyzje.csv)"
check "what was decided is" grep -q "pismo z urz" k/archiwum/*decyzje.csv
same "the declaration" "$(fact deklaracja)" \
    "w_przygotowaniu według ustaleń biblioteki wojewódzkiej: pismo z urzędu, 5 listopada 2026"
"$d" -C k explain 0601011 deklaracja > out.txt
check "explained by its row of the file" grep -q \
    "deklaracja = .*; import [0-9]*: decyzje.csv (SHA-256 .*), wiersz 2$" out.txt
check "and by forms that tell it, none here" grep -q 'razem 0 ankiet' out.txt
"$d" -C k explain 0601011 regula.SMALL > out.txt
check "a rule names what was decided" grep -q 'mala_gmina = .*wiersz' out.txt
check "the flag of a small gmina" grep -q '^tak' <<< "$(fact regula.SMALL)"
same "two names are one" "$(q 'SELECT count(*) FROM alias')" 1
same "so fewer have answered" "$(rate)" "3 z ?"
same "one repeated answer is put aside" "$(live)" $((live - 1))
same "the one chosen counts" "$(q "SELECT count(*) FROM response WHERE
    gone_by IS NULL AND 'i' || import || 'w' || (record + 1) = '$keep'")" 1
same "the text is hidden" "$(q "SELECT count(*) FROM text WHERE
    state = 'ukryj'")" 1
same "the answers stand in the file" \
    "$(cell deklaracja decyzja) $(cell deklaracja zrodlo) $(cell obecni decyzja)" \
    "w przygotowaniu pismo z urzędu 12"
exits "the export again" 0 "$d" -C k ingest ngo.csv
sed 's/\r//' ngo.csv > ngo2.csv; echo >> ngo2.csv
exits "and saved anew" 0 "$d" -C k ingest ngo2.csv
same "brings nobody back" "$(live)" $((live - 1))
cp d.csv again.csv
exits "the same decisions" 0 "$d" -C k ingest again.csv
check "change nothing" grep -q 'zmienionych 0, bez zmian 6' err.txt
n=$(q "SELECT max(id) FROM import WHERE kind = 'decision'")
exits "undone" 0 "$d" -C k undo "$n"
exits "and the one before" 0 "$d" -C k undo \
    "$(q "SELECT min(id) FROM import WHERE kind = 'decision'")"
same "all is as it was" "$(state)" "$before"
exits "figures without" 0 "$d" -C k analyze
check "the declaration too" grep -qv wojewódzkiej <<< "$(fact deklaracja)"

# two that are two: the name may be new now
cp k/decyzje.csv d.csv
answer d.csv nazwa. nie
exits "two names are two" 0 "$d" -C k ingest d.csv
"$d" -C k analyze > /dev/null 2>&1
same "then it is proposed as new" \
    "$(cell nazwa. decyzja) $(cell lista. propozycja "OSP Wola")" "nie nowa"
same "and nothing has to be settled first" \
    "$(grep -c 'najpierw rozstrzygnij' k/decyzje.csv)" 0
"$d" -C k undo "$(q "SELECT max(id) FROM import WHERE kind = 'decision'")" \
    > out.txt 2>&1

# with the missing one on the list there is a rate
printf 'gmina;grupa;instytucja;liczba\n0601011;ngo;;9\n' > lista.csv
"$d" -C k ingest lista.csv > /dev/null 2>&1
"$d" -C k analyze > /dev/null 2>&1
same "a rate" "$(rate)" "4 z 9"
"$d" -C k explain 0601011 M.instytucje --internal > out.txt
check "an interval tells its frame" grep -q 'Zaproszono: 9;.*1 − n / 9' out.txt

# wrong answers are said with their cell, the good ones count
cp k/decyzje.csv d.csv
answer d.csv gps moze
answer d.csv deklaracja jest
answer d.csv przypadek b
exits "wrong answers" 1 "$d" -C k ingest d.csv
same "are named" "$(grep -c E315 err.txt)" 2
check "with the Excel cell" grep -q 'J[0-9]' err.txt
same "the good one counts" "$(q "SELECT question || answer FROM decision WHERE
    gone_by IS NULL AND answer <> ''")" przypadekB
cp k/decyzje.csv d.csv
answer d.csv deklaracja jest 'Jan Kowalski, tel. 601 234 567' 2026-11-05
exits "a person as the source" 1 "$d" -C k ingest d.csv
cp k/decyzje.csv d.csv
answer d.csv przypadek cofnij
exits "taken back" 0 "$d" -C k ingest d.csv
same "gone" "$(cell przypadek decyzja)" ""

# somebody's work is not overwritten, and is taken where it lies
answer k/decyzje.csv gps nie
exits "work in place" 0 "$d" -C k analyze
check "is left alone" grep -q W562 err.txt
same "as it is" "$(cell gps decyzja)" nie
sed -i 's/odczekaj = 0/odczekaj = 3600/' k/diagnoza.ini
exits "just saved" 0 "$d" -C k run --only ingest
same "it waits" "$(cell gps decyzja) $(grep -c W56 err.txt)" "nie 0"
sed -i 's/odczekaj = 3600/odczekaj = 0/' k/diagnoza.ini
exits "then taken" 0 "$d" -C k run --only ingest
same "into force" "$(q "SELECT answer FROM decision WHERE question = 'gps'
    AND gone_by IS NULL")" nie
same "and kept" "$(cell gps decyzja)" nie

# the copy in the shared inbox: passed over until somebody fills it in
same "two copies" "$(sha256sum < k/skrzynka/decyzje.csv)" \
    "$(sha256sum < k/decyzje.csv)"
check "no file waits" grep -q 'czeka plików: 0' <<< "$("$d" -C k status)"
answer k/skrzynka/decyzje.csv wariant strategiczny
answer k/skrzynka/decyzje.csv termin 25.11.2026
answer k/skrzynka/decyzje.csv obecni 12
check "one does now" grep -q 'czeka plików: 1' <<< "$("$d" -C k status)"
exits "filled in where it lies" 0 "$d" -C k run --only ingest
"$d" -C k analyze > /dev/null 2>&1
same "it is in force" "$(q "SELECT answer FROM decision WHERE gone_by IS NULL
    AND question = 'wariant'")" strategiczny
same "and both copies say so" "$(sha256sum < k/skrzynka/decyzje.csv)" \
    "$(sha256sum < k/decyzje.csv)"
# what may be written here is what the analysis understands
for fact in wariant:strategiczny termin:2026-11-25 obecni:12 gps:nie; do
    same "the analysis reads ${fact%:*}" \
        "$(fact "${fact%:*}" | cut -d ' ' -f 1)" "${fact#*:}"
done

# a workbook whose dates lost their format has the days of Excel
cp k/decyzje.csv d.csv
answer d.csv termin 46350,0
answer d.csv deklaracja jest pismo 46331
exits "days of Excel" 0 "$d" -C k ingest d.csv
same "are read as in exports" "$(grep -c W355 err.txt)" 2
same "and kept as days" "$(cell termin decyzja) $(cell deklaracja data)" \
    "2026-11-24 2026-11-05"

# hostile keys and cells change nothing
before=$(state)
{
    echo 'klucz;gmina;decyzja;zrodlo;data'
    echo 'nazwa.1.999999;0601011;tak;;'
    echo 'nazwa.;0601011;tak;;'
    echo 'tekst.1.;0601011;ukryj;;'
    echo "\"x'); DROP TABLE decision; --\";0601011;tak;;"
    echo 'powtorzona.1;0601011;i9w9;;'
    echo 'gps;0201011000;tak;;'
    echo 'obecni;0601011;-3;;'
    echo 'obecni;0601011;1e300;;'
    echo 'termin;0601011;31.02.2026;;'
    echo 'deklaracja;0601011;jest;źródło;2099-01-01'
    echo "deklaracja;0601011;jest;$(printf 'ą%.0s' {1..300});2026-10-01"
    echo 'deklaracja.0601011;0601011;jest;źródło;2026-10-01'
    echo '"gps;0601011;tak'
} > zle.csv
exits "hostile decisions" 1 "$d" -C k ingest zle.csv --json
same "each is said" "$(grep -c '"E315"' out.txt)" 12
same "nothing changed" "$(state)" "$before"
