#!/bin/bash
# Slips of the hand at the keyboard: usage, exit status 2, and the sentence
# names what to put right.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18
cd "$TEST_DIR" || exit 1
d=$DIAGNOZA

# said CODE WORDS: the only problem is of this code and says so
said() {
    check "says $1: $2" grep -q "\[$1\].*$2" err.txt
    check "and nothing of the disk" bash -c '! grep -q "miejsce na dysku" err.txt'
}

"$d" init k --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 \
    > out.txt 2>&1 || cat out.txt

# ---- waves ----
w() { "$d" -C k wave add "$@"; }
exits "a second wave" 0 w zima --from 2027-01-01 --to 2027-02-28
exits "the same name again" 2 w zima --from 2028-01-01 --to 2028-02-28
said E616 'fala "zima" już jest'
exits "a word that is none" 2 "$d" -C k wave lst
said E610 'może chodziło o "list"'
exits "a word too few" 2 "$d" -C k wave add
check "is not offered again" bash -c '! grep -q chodziło err.txt'
exits "a bad name" 2 w Zima --from 2028-01-01 --to 2028-02-28
said E614 'nazwa może mieć'
exits "no last day" 2 w lato --from 2028-01-01
said E614 'brakuje daty: --to'
exits "a day that is none" 2 w lato --from 2028-02-30 --to 2028-03-30
said E614 '„2028-02-30” nie jest dniem'
exits "days in the wrong order" 2 w lato --from 2028-03-01 --to 2028-02-01
said E614 'pierwszy dzień (2028-03-01) jest późniejszy'
exits "days of another wave" 0 w ferie --from 2027-02-01 --to 2027-03-31
said W616 'zachodzą na falę "zima"'
"$d" init dwie --voivodeship 06 --wave wczesna --from 2026-01-01 --to 2026-06-30 \
    > out.txt
"$d" -C dwie wave add marzec --from 2026-03-01 --to 2026-03-31 > out.txt 2>&1
"$d" simulate marzec.csv --survey biblioteka --gminas 3 --profile limesurvey \
    --from 2026-03-01 --to 2026-03-31
exits "answers of days in two waves" 0 "$d" -C dwie ingest marzec.csv
same "go to the one that begins first" "$("$d" -C dwie status |
    grep -c -e 'wczesna .*odpowiedzi 3 ' -e 'marzec .*odpowiedzi 0 ')" 2

"$d" -C k status > out.txt 2>&1
check "an empty wave has no changes" grep -q 'nie ma jeszcze odpowiedzi' out.txt
check "and asks for no run" bash -c '! grep -q "uruchom" out.txt'
"$d" surveys list > out.txt 2>&1
check "no form takes 0 min" bash -c '! grep -q " 0 min" out.txt'
"$d" explain E601 > out.txt
check "explain is more than dots" bash -c '! grep -q "…" out.txt'

# ---- values of options ----
printf 'a;b\n1;2\n' > plik.csv
for option in profile encoding survey wave; do
    exits "ingest --$option foo" 2 "$d" -C k ingest plik.csv --$option foo
done
exits "simulate --profile foo" 2 "$d" simulate s.csv --profile foo
check "says nothing of loading" bash -c '! grep -q wczytano err.txt'
exits "surveys export --survey xyz" 2 "$d" surveys export --survey xyz \
    --output o
exits "surveys links --survey xyz" 2 "$d" surveys links --survey xyz \
    --output o --base https://example.org --gmina 0602042
exits "surveys export --voivodeship 99" 2 "$d" surveys export \
    --voivodeship 99 --output o99
check "leaves no folder" test ! -e o99
same "the history has none of it" "$("$d" -C k history)" ""

# ---- paths ----
exits "a notice that is not there" 2 "$d" surveys print --notice brak.txt \
    --output o
said E601 'nie ma pliku brak.txt'
exits "a file where a folder is meant" 2 "$d" surveys export --output plik.csv
said E601 'to plik, a nie folder'
exits "a folder that is not there" 2 "$d" simulate nie/ma.csv
said E601 'nie ma folderu nie'

# ---- numbers and codes ----
for command in "history 55" "undo 55"; do
    # shellcheck disable=SC2086
    exits "$command" 2 "$d" -C k $command
    said E406 'nie ma importu nr 55'
done
for command in "history abc" "undo abc"; do
    # shellcheck disable=SC2086
    exits "$command" 2 "$d" -C k $command
    said E618 '"abc" nie jest numerem importu'
done
"$d" simulate ngo.csv --survey ngo --gmina 602042 --from 2026-09-10 \
    --to 2026-10-10 > out.txt 2>&1
check "simulate takes a code without its zero" grep -q 0602042 ngo.csv
"$d" -C k ingest ngo.csv > out.txt 2>&1
exits "a row that is not there" 2 "$d" -C k history 1 99999
said E410 'wiersza 99999 w imporcie 1 nie ma'
"$d" -C k analyze > out.txt 2>&1
"$d" -C k explain 0602042 M --wave j > z.txt 2>&1
"$d" -C k explain 602042 M --wave j > bez.txt 2>&1
check "explain takes it too" cmp z.txt bez.txt
check "and explains" grep -q 0602042 bez.txt
exits "explain of a gmina that is none" 2 "$d" -C k explain 9999999 M
said E617 'nie ma gminy "9999999"'
"$d" -C k report --wave j --gmina Biłgoraj 2> err.txt
check "a name of several: which there are" grep -q \
    'do wyboru: 0602011 Biłgoraj (gmina miejska).*; 0602032 Biłgoraj' err.txt
"$d" -C k report --wave j --gmina Lubartuw 2> err.txt
said E617 'może chodziło o "Lubartów"'
exits "freeze of a gmina that is none" 2 "$d" -C k freeze j --gmina 999
said E617 'nie ma gminy'
exits "report of a gmina that is none" 2 "$d" -C k report --wave j --gmina 999
said E617 'nie ma gminy'
exits "freeze without the zero" 0 "$d" -C k freeze j --gmina 602042
check "takes one gmina" grep -q 'liczby 1 gminy;' out.txt
exits "freeze again" 0 "$d" -C k freeze j --gmina 602042
check "is closed already" grep -q 'liczby gminy 0602042 są już zamknięte' out.txt
printf 'gmina;grupa;instytucja;liczba\n0602123;jst;;3\n' > k/zaproszeni.csv
"$d" -C k run > /dev/null 2>&1
exits "freeze of a gmina that was invited only" 2 "$d" -C k freeze j --gmina 0602123
said E407 'gmina 0602123 nie ma wyników w fali j'

# ---- the key ----
mv k/klucz klucz.inny
exits "without its key nothing runs" 4 "$d" -C k status
said E653 'brakuje klucza kampanii'
check "the hint names the copy" grep -q 'backup FOLDER --key' err.txt

"$d" init nazwy --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 > out.txt

# the form of a survey in place of its answers, of whichever tool
"$d" surveys export --survey ngo --output formy > out.txt 2>&1
for f in formy/xlsform-ngo.xlsx formy/limesurvey-ngo.txt formy/google-ngo.gs; do
    exits "$f is no export" 3 "$d" ingest -C nazwy "$f"
    said E142 'wzór ankiety'
done
exits "a blank sheet" 3 "$d" ingest -C nazwy formy/arkusz-ngo.csv
said E505 'pusty wzór'
printf 'gmina;L1;wiek\n0663011;4;30\n' > mało.csv
exits "too few questions of the survey named" 3 "$d" -C nazwy ingest mało.csv \
    --survey ngo
said E143 'tylko 1 z .*Brakuje: staz'
check "and --survey is not advised" bash -c '! grep -q -- --survey err.txt'

# a name that several gminas have: which ones there are
sed '2s/0663011/Łuków/' "$ROOT/fixtures/errors/W551.csv" > nazwa.csv
exits "a name of two gminas" 1 "$d" -C nazwy ingest nazwa.csv --survey ngo
check "both are named with their codes" grep -q \
    'do wyboru: 0611011 Łuków (gmina miejska).*; 0611052 Łuków' err.txt
