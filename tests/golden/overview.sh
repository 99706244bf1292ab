#!/bin/bash
# The overview of each case of tests/golden/overview/: blocks with every mark
# of every figure, and the CSV.  UPDATE=1 rewrites what is expected; read the
# diff before committing it.
. "$ROOT/tests/lib.sh"
tool=$BUILD/tests/overview
cases=$ROOT/tests/golden/overview
n=0
for dir in "$cases"/*/; do
    name=$(basename "$dir")
    input=("$cases/shared.csv" "${dir}cells.csv")
    "$tool" blocks "${input[@]}" > "$name.blocks" || not_ok "$name is built"
    "$tool" csv "${input[@]}" > "$name.csv"
    if [ -n "${UPDATE:-}" ]; then
        cp "$name.blocks" "${dir}blocks.txt"
    fi
    check "$name: blocks" diff -u "${dir}blocks.txt" "$name.blocks"
    # every cell of the case, and nothing else
    same "$name: rows of the CSV" "$(($(wc -l < "$name.csv") - 1))" \
        "$(grep -c '^cell;' "${dir}cells.csv")"
    check "$name: nothing but numbers where numbers stand" \
        bash -c "! grep -qiwE 'nan|inf|null' $name.blocks $name.csv"
    "$tool" pdf "${input[@]}" > "$name.pdf"
    "$tool" pdf "${input[@]}" > again.pdf
    check "$name: same blocks, same bytes" cmp -s "$name.pdf" again.pdf
    check "$name: built to PDF/UA-1" \
        /usr/bin/python3 "$ROOT/tests/pdf/uacheck.py" "$name.pdf"
    n=$((n + 1))
done
check "cases were found" test "$n" -ge 3
# What needs more gminas is off and said; who cannot be drawn is named.
check "nine gminas are not compared" \
    grep -q 'samorządami pokazujemy dopiero od' dziewiec.blocks
check "twelve are" grep -q 'Powiaty obok siebie' dwanascie.blocks
check "one has no place among others" \
    bash -c "! grep -q 'W jakich granicach' jedna.blocks"
check "one has no map, which is said" grep -q 'Mapy nie ma' jedna.blocks
check "one has no reliability" grep -q 'Rzetelności nie podajemy' jedna.blocks
check "a gmina without a point is named" \
    grep -q 'nie na mapie: Piszczac' dwanascie.blocks
check "a gmina without a population is named" \
    grep -q 'najmniejsze koło: gm\..*Terespol' dwanascie.blocks
check "too few answers have no alpha" \
    grep -q 'za mało pełnych odpowiedzi' dwanascie.blocks
check "changes are counted" grep -q 'Zmiana od poprzedniego' dwanascie.blocks

# An index that is kept back is no block at 0; classes are told as classes.
sed '0,/^cell;razem;M.sciagniete;;;70;60;80;;$/s//cell;razem;M.sciagniete;;;;;;ukryte;/' \
    "$cases/dwanascie/cells.csv" > hidden.csv
"$tool" blocks "$cases/shared.csv" hidden.csv |
    sed 's/\xc2\xa0/ /g' > hidden.blocks
check "a hidden index is not drawn, and is said" \
    grep -q 'Powiat bialski (3): motywacja 60, 70, ukryte: 1; możliwości 50, 60, 60;' hidden.blocks
check "under the pictures too" \
    grep -q 'Gdzie klocków jest mniej, wartości nie podajemy' hidden.blocks
check "the title tells classes of all three" \
    grep -q 'Motywacja od 45 do 85 punktów, możliwości od 45 do 75 i bariery od' hidden.blocks
check "a kept back index is counted as such" \
    grep -q 'Motywacja (ukryte: 1)' hidden.blocks

# A range all on one side of zero is no lack of answers, though the difference
# may be small.
sed -E 's/^(cell;razem;B.biblioteka;32;;)[^;]*;[^;]*;[^;]*;/\1-7;-13;-1;/' \
    "$cases/dwanascie/cells.csv" > small.csv
"$tool" blocks "$cases/shared.csv" small.csv > small.blocks
check "a range below zero is told" \
    grep -q 'biblioteki niżej, może niewiele' small.blocks

# A powiat without any range has no picture: no axis without a bar.
sed '/^in;0601/,/^in;0602/{/;gotowosc.miejsce;/d}' \
    "$cases/dwanascie/cells.csv" > bare.csv
"$tool" blocks "$cases/shared.csv" bare.csv |
    sed 's/\xc2\xa0/ /g' > bare.blocks
none='Powiat bialski: żadna badana gmina nie ma pełnego indeksu'
check "a powiat without an index is a sentence, with the reasons" \
    grep -q "$none (Kodeń: za mało odpowiedzi, by podać typ; .*: brakuje odpowiedzi osób" \
    bare.blocks
check "and no picture" bash -c "! grep -q 'Powiat bialski: typ' bare.blocks"

# One gmina was asked twice; of four in a powiat, three have a type, all clear.
sed -e '/^in;0601062/,${/;M\.zmiana;/d}' \
    -e '/^in;0601113/,/^in;/s/;45;;;rozmowa;na granicy/;90;;;rozmowa;/' \
    "$cases/dwanascie/cells.csv" > once.csv
"$tool" blocks "$cases/shared.csv" once.csv |
    sed 's/\xc2\xa0/ /g' > once.blocks
check "one gmina is not gminas" \
    grep -q 'Zmiany w gminie, którą badano dwa razy' once.blocks
check "what its table says is no question" \
    grep -q 'Tabela mówi, czy wynik zmienił się' once.blocks
check "clear types are told of whom they are" \
    grep -q 'bialski: typy są dość pewne w 3 gminach z pełnym' once.blocks

# Before any workshop was held nobody asks how many came.
sed '/;regula.GATE;rule;/a measure;regula.LOWATT;rule;8003;Ilu przyszło;;;' \
    "$cases/shared.csv" > held.shared
for state in nieznane nie; do
    sed "/;regula.GATE;/a cell;razem;regula.LOWATT;;;;;;$state;Zdanie." \
        "$cases/jedna/cells.csv" > held.csv
    "$tool" blocks held.shared held.csv > "held-$state.blocks"
done
check "nobody came yet: no row" bash -c "! grep -q 'Ilu przyszło' held-nieznane.blocks"
check "somebody came: a row" grep -q 'Ilu przyszło' held-nie.blocks
# A survey that is closed knows of no later workshop.
awk '{ print } /;regula.GATE;/ { state = n++ ? "nieznane" : "nie"
    print "cell;razem;regula.LOWATT;;;;;;" state ";Zdanie." }' \
    "$cases/dwanascie/cells.csv" > closed.csv
sed 's/;ostateczny$/;szkic/' closed.csv > open.csv
for name in closed open; do
    "$tool" blocks held.shared $name.csv > $name.blocks
done
since='Ilu przyszło na warsztat, wiemy tylko z.*dnia zamknięcia badania'
check "closed: the workshop may have been since" grep -q "$since" closed.blocks
check "open: not so" bash -c "grep -q 'Ilu przyszło' open.blocks && ! grep -q '$since' open.blocks"

# Where answers are too few to propose anything, they are a row of their own.
sed 's/;akcja;Na początek rozmowa.*/;rozmowa;Zdanie./' \
    "$cases/dwanascie/cells.csv" > few.csv
"$tool" blocks "$cases/shared.csv" few.csv > few.blocks
check "too few answers are a row" grep -q 'Rozmowa, bo za mało wiemy' few.blocks
check "and are not called so, for all may be of one group" \
    grep -q 'Bez jednej gminy, o.*której wiemy' few.blocks
check "and no gmina to support" grep -q '11 gmin)' few.blocks
check "no other proposal says it" bash -c "! grep '^proposal' '$ROOT/surveys/texts.csv' |
    grep -v ',rozmowa,' | grep -qE 'Za mało|nie odpowiedziały'"

# The workbook: frozen heads, filters, a sheet about the data.
"$tool" xlsx "$cases/shared.csv" "$cases/dwanascie/cells.csv" > p.xlsx
python3 - > xlsx.txt << 'END'
import re, zipfile
book = zipfile.ZipFile("p.xlsx")
names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
print(" ".join(names))
for i, name in enumerate(names, 1):
    xml = book.read(f"xl/worksheets/sheet{i}.xml").decode()
    rows = len(re.findall(r"<row ", xml))
    filtered = "autoFilter" in xml or name == "O danych"
    print(name, rows, "frozen" if 'state="frozen"' in xml else "loose",
          "filtered" if filtered else "plain")
END
check "sheets" grep -q 'Gminy Powiaty Reguły .*O danych' xlsx.txt
check "all heads are frozen and have filters" \
    bash -c "! grep -qE 'loose|plain' xlsx.txt"
check "a row a gmina of the register" grep -q '^Gminy 19 ' xlsx.txt
same "printed, a sheet is as wide as the paper" "$(unzip -p p.xlsx \
    xl/worksheets/sheet3.xml | grep -oE 'fitTo[A-Za-z]*="[01]"|landscape')" \
    'fitToPage="1"
fitToHeight="0"
landscape'
# A certainty that is kept back is not "not on the border".
unknown=$(python3 - << 'END'
import re, zipfile
book = zipfile.ZipFile("p.xlsx")
word = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", book.read("xl/sharedStrings.xml").decode())
for sheet, text in ((1, "ukryte"), (2, "co najmniej 1")):
    xml = book.read(f"xl/worksheets/sheet{sheet}.xml").decode()
    print(len(re.findall(f't="s"[^>]*><v>{word.index(text)}</v>', xml)), end=" ")
END
)
same "the border of one gmina, and of its powiat, is kept back" "$unknown" "1 1 "
