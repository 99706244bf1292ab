#!/bin/bash
# Files that cannot be had: one sentence, in Polish, named from here.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

"$d" init k --voivodeship 06 > /dev/null
sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0/' k/diagnoza.ini
exits "a missing file" 3 "$d" -C k ingest nie.csv
same "is said once" "$(grep -c '\[E' err.txt)" 1
check "as E101" grep -q '^\[E101\]' err.txt
same "and is no import" "$("$d" -C k history)" ""
printf 'a;b\n1;2\n' > k/skrzynka/obcy.csv
exits "somebody else's file" 3 "$d" -C k run
check "is named from the working folder" \
    grep -q '^k/skrzynka/obcy.csv:1 \[E121\]' err.txt
exits "a folder that is a file" 4 "$d" -C k/diagnoza.ini/x status
check "what the system says is Polish" grep -q 'to jest plik, a nie folder' err.txt
exits "in English when asked" 4 "$d" -C k/diagnoza.ini/x status --lang en
check "it is English" grep -q 'Not a directory' err.txt
exits "an encoding that simulate does not write" 2 \
    "$d" simulate --survey jst --gminas 1 --encoding utf-16le s.csv
check "is not offered either" test -z "$(grep 'jedną z wartości.*utf-16\|Do wyboru.*utf-16' err.txt)"
exits "one that it offers" 0 \
    "$d" simulate --survey jst --gminas 1 --encoding iso-8859-2 s.csv
exits "simulate writes no workbook" 2 "$d" simulate --survey jst s.xlsx
check "nor a file that is called so" test ! -e s.xlsx
exits "init without a voivodeship" 2 "$d" init nowa
check "lists them by name" grep -q '06 lubelskie' err.txt
check "and makes nothing" test ! -e nowa
"$d" init lista --voivodeship 06 > out.txt
exits "our own list is known" 0 "$d" inspect lista/zaproszeni.csv
check "as what it is" grep -q 'lista zaproszonych' out.txt
