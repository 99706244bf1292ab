#!/bin/bash
# zaproszeni.csv: the template, reading, bad rows, Excel's ways, the inbox.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

list() { sqlite3 k/diagnoza.db "SELECT gmina || ' ' || grp || ' ' ||
    institution || ' ' || n FROM invited ORDER BY 1" | tr '\n' '|'; }
mark() { sqlite3 k/diagnoza.db "SELECT value FROM meta
    WHERE name = 'zaproszeni'"; }

"$d" init k --voivodeship 06 --wave j --from 2026-01-01 --to 2026-12-31 \
    > /dev/null
sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0/' k/diagnoza.ini
check "init leaves a template" test -s k/zaproszeni.csv
exits "a template is no list" 0 "$d" -C k run
same "and makes no noise" "$(cat out.txt err.txt)" ""
same "nobody is invited" "$(list)" ""

printf 'gmina;grupa;instytucja;liczba\r\n# komentarz bez separatorów\r\n' > z.csv
printf '0601011;ngo;OSP Żółć;\r\n0601011;ngo;;4\r\n' >> z.csv
printf '0601021;Mieszkańcy;;120\r\n' >> z.csv
cp z.csv k/zaproszeni.csv
exits "a list is read by analyze" 0 "$d" -C k analyze
want="0601011 ngo  4|0601011 ngo OSP Żółć 1|0601021 mieszkancy  120|"
same "its rows" "$(list)" "$want"
check "it is said" grep -q "W556" err.txt
exits "again" 0 "$d" -C k analyze
check "nothing is said" test ! -s err.txt

# As Excel leaves it: CP1250, no leading zero, upper case, empty rows, 120,0,
# and a dash where there is no name.
sed 's/0601011/601011/; s/gmina;/GMINA ;/; s/;120/;120,0/' z.csv |
    sed 's/;ngo;;4/;ngo;-;4/' | iconv -f utf-8 -t cp1250 > \
    k/skrzynka/Zaproszeni.csv
printf ';;;\r\n;;;\r\n' >> k/skrzynka/Zaproszeni.csv
exits "dropped into the inbox" 0 "$d" -C k run
same "the same list" "$(list)" "$want"
check "kept where it was accepted" test -s k/skrzynka/przyjete/Zaproszeni.csv
check "and gone from the inbox" test ! -e k/skrzynka/Zaproszeni.csv

# The explanations over a loaded list take nothing away, which is said once; a
# list without rows does.
"$d" init inna --voivodeship 06 > /dev/null
cp inna/zaproszeni.csv k/
exits "the template over a list" 0 "$d" -C k analyze
same "keeps it" "$(list)" "$want"
check "and that is said" grep -q W567 err.txt
exits "again" 0 "$d" -C k analyze
check "it is not" test ! -s err.txt
head -n 1 inna/zaproszeni.csv > k/zaproszeni.csv
exits "the first row alone" 0 "$d" -C k analyze
same "takes it away" "$(list)" ""

printf 'gmina,grupa,instytucja,liczba\n0601011,ngo,A,1\n0601011,ngo,a,2\n' \
    > k/zaproszeni.csv
printf '9999999,ngo,,3\n0601011,zzz,,3\n0601011,jst,,trzy\n0601011,jst,,\n' \
    >> k/zaproszeni.csv
printf '0201011,jst,,3\n0601021,jst,,2\n' >> k/zaproszeni.csv
exits "bad rows are said" 1 "$d" -C k run
same "the good ones count" "$(list)" "0601011 ngo A 1|0601021 jst  2|"
same "each with its line" \
    "$(grep -o 'zaproszeni.csv:[0-9]*' err.txt | tr '\n' ' ')" \
    "zaproszeni.csv:3 zaproszeni.csv:4 zaproszeni.csv:5 zaproszeni.csv:6 \
zaproszeni.csv:7 "

before=$(mark)
printf 'teryt;instytucja;liczba\n0601011;A;1\n' > k/skrzynka/zaproszeni.csv
exits "a list without its groups" 3 "$d" -C k run
check "is refused" test -s k/skrzynka/odrzucone/zaproszeni.csv
same "and changes nothing" "$(list) $(mark)" \
    "0601011 ngo A 1|0601021 jst  2| $before"

printf 'gmina;grupa;instytucja;liczba;fala\n0601011;ngo;;1;j\n' \
    > k/zaproszeni.csv
printf '0601021;ngo;;2;zima\n0601033;ngo;;2;nie\n' >> k/zaproszeni.csv
"$d" -C k wave add zima --from 2027-01-01 --to 2027-02-01 > /dev/null
exits "a column of the wave" 1 "$d" -C k analyze --wave j
same "each row its wave" "$(sqlite3 k/diagnoza.db 'SELECT w.name, n FROM
    invited i JOIN wave w ON w.id = i.wave ORDER BY 1' | tr '\n' ' ')" \
    "j|1 zima|2 "
