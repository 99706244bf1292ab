#!/bin/bash
# The inbox: every file has its page, what waits is said, folders are named.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA
box=k/skrzynka

"$d" init k --voivodeship 06 --wave j --from 2026-01-01 --to 2026-12-31 \
    > /dev/null
printf 'gmina;grupa;instytucja;liczba\n0601011;ngo;;4\n' > "$box/zaproszeni.csv"
"$d" -C k run --json > out.txt 2>&1
check "a file changed just now waits, and that is said" \
    grep -q '"W137".*: 1; poczekają' out.txt
check "it is still there" test -e "$box/zaproszeni.csv"
"$d" -C k status > out.txt
check "status counts it" grep -q 'czeka plików: 1' out.txt
check "and says why it waits" grep -q 'przed chwilą: 1' out.txt
check "help says how long" grep -q odczekaj <("$d" run --help)

sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0/' k/diagnoza.ini
exits "the list is taken" 0 "$d" -C k run
check "and has its page" grep -q Zielony "$box/przyjete/zaproszeni.wynik.html"

printf 'gmina;grupa;instytucja;liczba\n0601011;ngo;;4\n0601011;zzz;;3\n' \
    > "$box/zaproszeni.csv"
exits "a list with a bad row" 1 "$d" -C k run
check "names the file that was dropped" \
    grep -q '^k/skrzynka/zaproszeni.csv:3 \[E313\]' err.txt
same "two lists, two pages" "$(ls "$box"/przyjete/*.wynik.html | wc -l)" 2
check "the newer one shows the bad row" \
    grep -q E313 "$box"/przyjete/*.wynik.html
exits "the campaign's copy was read with it" 0 "$d" -C k run
printf 'gmina;liczba\n0601011;4\n' > "$box/zaproszeni.csv"
exits "a list without its groups" 3 "$d" -C k run
check "has a red page" \
    grep -q 'Czerwony' "$box/odrzucone/zaproszeni.wynik.html"

mkdir "$box/maj" "$box/.stfolder" "$box/@eaDir"
exits "a folder in the inbox" 1 "$d" -C k run
same "is named, those of a server are not" \
    "$(grep -o '\[E132\] [^ ]*' err.txt)" "[E132] k/skrzynka/maj"
same "and stands on the page of the state" \
    "$(grep -o '<strong>[^<]*</strong>: to folder' k/raporty/stan.html)" \
    "<strong>maj</strong>: to folder"

rmdir "$box/maj"
printf 'gmina;grupa;instytucja;liczba\n0601011;ngo;;5\n' > "$box/zaproszeni.csv"
exits "a run of cron with notes only" 0 "$d" -C k run
same "sends no mail" "$(cat out.txt err.txt)" ""
printf 'gmina;grupa;instytucja;liczba\n0601011;ngo;;6\n' > "$box/zaproszeni.csv"
if script -qec true /dev/null > out.txt 2> err.txt < /dev/null; then
    script -qec "'$d' -C k run" /dev/null > out.txt < /dev/null
    check "on a terminal they are said" grep -q W556 out.txt
else
    echo "# skipped: no pseudo-terminal here (script, /dev/pts)"
fi

# two files that differ in the end of their names only: nothing of one is
# written over by the other
"$d" init dwa --voivodeship 06 --wave j --from 2026-01-01 --to 2026-12-31 > out.txt
sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0\nbrak_pytan = 100/' dwa/diagnoza.ini
cp "$ROOT/fixtures/errors/E203.csv" dwa/skrzynka/ngo.csv
sed 's/^"\([0-9]\)"/"9\1"/' "$ROOT/fixtures/errors/E203.csv" > dwa/skrzynka/ngo.txt
"$d" -C dwa run --only ingest > out.txt 2>&1
same "two repair files" "$(find dwa/skrzynka -name '*.do_poprawy.csv' | wc -l)" 2
same "with the rows of both" "$(cat dwa/skrzynka/*.do_poprawy.csv |
    grep -c 'E203')" 2
same "and two pages" "$(find dwa/skrzynka/przyjete -name '*.wynik.html' |
    wc -l)" 2
check "the copies of what was taken too" \
    test "$(stat -c %a dwa/skrzynka/przyjete/ngo.csv)" = 660

# rows of an import taken back need no repair; what somebody works on is theirs
mine=$(find dwa/skrzynka -name 'ngo.do_poprawy.csv')
printf ';' >> "$mine"
"$d" -C dwa undo 1 > out.txt 2>&1
"$d" -C dwa undo 2 >> out.txt 2>&1
same "undo takes the repair file away that nobody touched" \
    "$(find dwa/skrzynka -name '*.do_poprawy.csv')" "$mine"

# what a killed run left half written goes, what somebody writes now stays
touch dwa/raporty/.tmp-999999999-stan.html dwa/.tmp-999999999-sumy \
    "dwa/raporty/.tmp-$$-stan.html" dwa/skrzynka/przyjete/.tmp-999999999-x
"$d" -C dwa run > out.txt 2>&1
same "left temporaries are removed" "$(find dwa -name '.tmp-*')" \
    "dwa/raporty/.tmp-$$-stan.html"

# one name that leaves no room for what stands beside it stops nobody else
long=$(printf 'a%.0s' $(seq 1 240)).csv
cp "$ROOT/fixtures/errors/E203.csv" "dwa/skrzynka/$long"
printf 'gmina;grupa;instytucja;liczba\n0601011;ngo;;9\n' > dwa/skrzynka/zaproszeni.csv
exits "a name that is too long" 3 "$d" -C dwa run
check "is told" grep -q "E133.*bajtów: 244, najwyżej 200" err.txt
check "the next file is taken" test ! -e dwa/skrzynka/zaproszeni.csv
check "the page says what to do" grep -q "ma za długą nazwę" dwa/raporty/stan.html
rm "dwa/skrzynka/$long"

# nor does a line break in a name break the list of sums
cp "$ROOT/fixtures/errors/W551.csv" "dwa/skrzynka/dwa"$'\n'"wiersze.csv"
"$d" -C dwa run > out.txt 2>&1
exits "a line break in a name" 0 "$d" -C dwa check
check "and its copy was summed" grep -q ' archiwum/[0-9]*-dwa_wiersze.csv$' dwa/sumy

# a run that broke off is on the page until one did not
cp "$ROOT/fixtures/errors/E201.csv" dwa/skrzynka/nowy.csv
mv dwa/archiwum dwa/obok && touch dwa/archiwum
exits "a run that broke off" 4 "$d" -C dwa run
check "is on the page" grep -q "przerwał błąd (E70" dwa/raporty/stan.html
rm dwa/archiwum dwa/skrzynka/nowy.csv && mv dwa/obok dwa/archiwum
exits "the next one has nothing to do" 0 "$d" -C dwa run
check "and the page is calm" \
    bash -c '! grep -q "przerwał błąd" dwa/raporty/stan.html'
