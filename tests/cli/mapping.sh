#!/bin/bash
# A header of one's own: a mapping is proposed, confirmed as Excel would save
# it, and used by itself; what nobody confirmed is left out.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA
"$d" init new --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 > init.txt
cp -a new k
"$d" simulate own.csv --profile generic --survey ngo --gminas 4 --scale 60 \
    --from 2026-09-15 --to 2026-10-20
"$d" -C k ingest own.csv > out.txt
"$ROOT/tests/answers.py" k > want.txt
rm -rf k
cp -a new k
# other words in the same questions: no Polish marks, capitals, words more
python3 - <<'EOF'
import csv, io
with io.open("own.csv", encoding="utf-8-sig", newline="") as f:
    rows = list(csv.reader(f, delimiter=";"))
marks = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
rows[0] = [f"{i + 1}) {h}".translate(marks).upper() if len(h) > 12 else h
           for i, h in enumerate(rows[0])]
rows[0].append("Kto wpisał")
for r in rows[1:]:
    r.append("jk")
with io.open("inne.csv", "w", encoding="cp1250", newline="") as f:
    csv.writer(f, delimiter=";").writerows(rows)
EOF
# headers too short to be like their questions call them by name
sed '1s/Której gminy[^;]*/Kod TERYT/' \
    own.csv > krotkie.csv
exits "the gmina under another name" 3 "$d" -C k ingest krotkie.csv
check "the way out of it is named" grep -q "E123.*make-mapping" err.txt
"$d" -C k ingest --make-mapping krotkie.csv > out.txt
check "it is proposed, not believed" \
    grep -q ";Kod TERYT;gmina;[0-9]*;.\?$" krotkie.mapa.csv
exits "an unknown header" 3 "$d" -C k ingest inne.csv
check "the way out is named" grep -q "make-mapping" err.txt
exits "a mapping is proposed" 0 "$d" -C k ingest --make-mapping inne.csv
check "as a file for Excel" \
    grep -q $'^\xEF\xBB\xBFkolumna;naglowek;pytanie;podobienstwo;decyzja' inne.mapa.csv
cp inne.mapa.csv before.csv
exits "it is not written over" 3 "$d" -C k ingest --make-mapping inne.csv
check "and is as it was" cmp -s before.csv inne.mapa.csv
exits "what nobody confirmed is not believed" 3 "$d" -C k ingest inne.csv
check "and that is said" grep -q "W136.*bez decyzji [1-9]" err.txt
# the analyst confirms all; Excel saves in its own way
python3 - <<'EOF'
import csv, io
with io.open("inne.mapa.csv", encoding="utf-8-sig", newline="") as f:
    rows = list(csv.reader(f, delimiter=";"))
for r in rows[1:]:
    r[4] = r[4] or ("TAK" if r[2] else "pomiń")
with io.open("inne.mapa.csv", "w", encoding="cp1250", newline="") as f:
    csv.writer(f, delimiter=";").writerows(rows)
EOF
exits "confirmed, it is used by itself" 0 "$d" -C k ingest inne.csv
"$ROOT/tests/answers.py" k > got.txt
check "the answers are those under the known header" cmp -s got.txt want.txt
check "there are some" test "$(wc -l < got.txt)" -gt 3
# a decision that names no question, and one that names a question twice
cp inne.mapa.csv dobra.mapa.csv
cp -a new z
sed -i '8s/;TAK/;L99/; 8s/;tak/;L99/' inne.mapa.csv
"$d" -C z ingest inne.csv > out.txt 2> err.txt
same "a wrong decision: exit" $? 1
check "is told at its own row and cell" grep -q \
    '^inne.mapa.csv:8:5 \[W144\] komórka E8, "decyzja": pytania "L99"' err.txt
check "and not at the export's" bash -c '! grep -q "W122.*L99" err.txt'
sed -i '9s/;TAK/;L3/; 9s/;tak/;L3/' inne.mapa.csv
"$d" -C z ingest inne.csv > out.txt 2> err.txt
check "a question named twice is told there too" grep -q \
    '^inne.mapa.csv:[0-9]*:[35] \[E122\]' err.txt
cp dobra.mapa.csv inne.mapa.csv
# in the inbox a mapping is no export
cp inne.mapa.csv k/skrzynka/x.mapa.csv
exits "a mapping in the inbox" 0 "$d" -C k run --only ingest
check "stays where it is" test -f k/skrzynka/x.mapa.csv
# loaded first, mapped later: the same file is read anew, and nobody is twice
rm -rf k
cp -a new k
python3 - <<'EOP'
import csv, io
with io.open("own.csv", encoding="utf-8-sig", newline="") as f:
    rows = list(csv.reader(f, delimiter=";"))
at = next(i for i, h in enumerate(rows[0]) if h.startswith("Na ile"))
rows[0][at] = "Zdanie: " + rows[0][at].split("[")[1]
with io.open("potem.csv", "w", encoding="utf-8", newline="") as f:
    csv.writer(f, delimiter=";").writerows(rows)
EOP
"$d" -C k ingest potem.csv > out.txt 2>&1
"$d" -C k ingest --make-mapping potem.csv > out.txt 2>&1
sed -i 's/;\([0-9]\+\);\r$/;\1;tak\r/' potem.mapa.csv
exits "a mapping made after the file was loaded" 0 "$d" -C k ingest potem.csv
check "is honoured, and that is said" grep -q 'W566.*nr 1 cofnięto' err.txt
"$ROOT/tests/answers.py" k > got.txt
check "the answers are those of the known header" cmp -s got.txt want.txt
"$d" -C k ingest potem.csv > out.txt 2> err.txt
check "the same once more is no change" grep -q 'W551.*import nr 3' err.txt
# one bad cell: its repair file is read by the mapping of its source
head -n 3 inne.csv | sed '3s/;[1-5];/;9;/' > zly.csv
cp inne.mapa.csv zly.mapa.csv
"$d" -C k ingest zly.csv > out.txt 2>&1
sed -i 's/;9;/;5;/' zly.do_poprawy.csv
exits "a repair file of a mapped one" 0 "$d" -C k ingest zly.do_poprawy.csv

# an export of a tool in which one question was reworded: what the tool itself
# writes keeps its meaning under a mapping
"$d" simulate lime.csv --profile limesurvey --survey ngo --gminas 4 --scale 60 \
    --from 2026-09-15 --to 2026-10-20
sed -i '1s/"M11"/"Pomogłoby nam to"/' lime.csv
"$d" -C z ingest --make-mapping lime.csv > out.txt 2>&1
sed -i 's/;Pomogłoby nam to;.*/;Pomogłoby nam to;;;M11\r/' lime.mapa.csv
exits "a reworded question" 0 "$d" -C z ingest lime.csv
check "the date and the number are still theirs" \
    bash -c '! grep -q "W144\|W451" err.txt'
