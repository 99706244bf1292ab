#!/bin/bash
# The card after the workshop makes two documents more, also in a gmina that is
# closed; nothing written by hand is in any of them before it was reviewed.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18

quietly() { "$DIAGNOZA" "$@" > out.txt 2>&1 || { cat out.txt; return 1; }; }
report() { quietly -C k analyze && quietly -C k report; }
text() { pdftotext -layout "$1" - | tr -s ' \n' ' '; }
# card LEADER NEXT: one card of the gmina
card() {
    cat > karta.csv << CARD
forma;wersja;nrFormularza;gmina;dataWarsztatu;obJst;obNgo;obSzkola;obKultura;obBiznes;obBiblioteka;obMieszkancy;potwierdzone;uzgodnione;dzialanie1;problem1;dzialanie2;problem2;lider;dataSpotkania;deklaracja
karta;2026.1;7;0601011;2026-11-04;3;4;;;0;2;1;sale sprzet;senio mlodz;Telefony od seniorów odbiera świetlica.;senio;;mlodz;$1;$2;jest
CARD
    quietly -C k ingest karta.csv
}
review() { # word: all texts that wait
    python3 - "$1" << 'PY'
import csv, sys
rows = list(csv.reader(open("k/decyzje.csv", encoding="utf-8-sig"), delimiter=";"))
at = rows[0].index("decyzja")
for r in rows[1:]:
    if r[0].startswith("tekst."):
        r[at] = sys.argv[1]
with open("decyzje.csv", "w", encoding="utf-8-sig", newline="") as f:
    csv.writer(f, delimiter=";").writerows(rows)
PY
    quietly -C k ingest decyzje.csv
}

quietly init k --voivodeship 06
for group in jst ngo; do
    quietly simulate "$group.csv" --survey "$group" --profile kobo --gminas 1 \
        --gmina 0601011 --seed 5 --from 2026-10-01 --to 2026-11-01
    quietly -C k ingest "$group.csv"
done
report
base=k/raporty/2026/szkice/0601011-miedzyrzec-podlaski
check "no card: no document" test ! -e $base-po-warsztacie.pdf
check "no card: the report is there" test -e $base.pdf
check "freeze" quietly -C k freeze 2026
report
base=k/raporty/2026/0601011-miedzyrzec-podlaski
sums=$(sha256sum $base.pdf $base-partnerzy.pdf)
check "the card is loaded" card "kierowniczka biblioteki." 2026-12-09
report
after=$(text $base-po-warsztacie.pdf)
check "who came" grep -q 'Warsztat 04.11.2026: 10 osób' <<< "$after"
check "what was agreed" grep -q '1 *Seniorzy.*2 *Młodzież' <<< "$after"
check "next meeting" grep -q 'Następne spotkanie: 09.12.2026' <<< "$after"
check "the declaration, by the card" \
    grep -q 'Wstępna deklaracja współpracy: jest' <<< "$after"
"$DIAGNOZA" -C k explain 0601011 obecni.obNgo > out.txt 2>&1
check "who came is explained by the card" grep -q 'karta 2026.1: 2/2' out.txt
check "and by nothing else" grep -q 'razem 1 ankieta' out.txt
check "a draft to edit" grep -q '^Zadania;.*;Drugie działanie;;' \
    $base-deklaracja.csv
for file in k/raporty/2026/*0601011*; do
    case $file in
    *.pdf) text "$file" > one.txt ;;
    *) cat "$file" > one.txt ;;
    esac
    check "$file: nothing that was not reviewed" \
        bash -c "! grep -qi 'kierownicz\|telefony od' one.txt"
done
same "what was closed stays" "$(sha256sum $base.pdf $base-partnerzy.pdf)" \
    "$sums"
quietly -C k run
review przejrzany
report
check "reviewed texts are printed" grep -q \
    'poprowadzi: kierowniczka biblioteki' <<< "$(text $base-po-warsztacie.pdf)"
check "with one full stop" \
    bash -c "! grep -q 'biblioteki[.][.]' '$base-po-warsztacie.html'"
check "in the draft too" grep -q \
    ';Pierwsze działanie;Telefony od seniorów odbiera świetlica.;' \
    $base-deklaracja.csv
check "a new card takes the place of the old one" card "" "jutro"
report
after=$(text $base-po-warsztacie.pdf)
check "what is no date is none" grep -q 'termin do ustalenia' <<< "$after"
check "nobody leads" grep -q 'poprowadzi: do ustalenia' <<< "$after"
same "what was closed stays, at last too" \
    "$(sha256sum $base.pdf $base-partnerzy.pdf)" "$sums"
# A quarter later: what succeeded is told to the residents, and the next survey
# is held against the last survey, not against the quarter between.
later() { # wave: all of it
    quietly -C k analyze --wave "$1" && quietly -C k report --wave "$1"
}
export DIAGNOZA_NOW=1830000000 # 2027-12-28
quietly -C k wave add kwartal --from 2027-01-01 --to 2027-03-31
cat > puls.csv << 'PULS'
forma;wersja;nrFormularza;data;gmina;instytucja;U1;U2;U3;U4;U5;U6;mikrosukces
puls;2026.1;3;2027-03-20;0601011;KGW;5;4;4;3;4;5;Pierwsze telefony już odebrano.
PULS
quietly -C k ingest puls.csv --wave kwartal
later 2026
check "a success waits for its review" \
    bash -c "! grep -q 'Pierwsze telefony' $base-mieszkancy.html"
quietly -C k run
review przejrzany
later 2026
for edition in mieszkancy po-warsztacie deklaracja; do
    check "a success is told: $edition" \
        grep -q 'Pierwsze telefony' $base-$edition.html
    check "its day is in the foot: $edition" \
        grep -q ', efekty do 20.03.2027 · wersja' <<< "$(text $base-$edition.pdf)"
done
same "what was closed stays, a quarter later" \
    "$(sha256sum $base.pdf $base-partnerzy.pdf)" "$sums"
quietly -C k wave add 2027 --from 2027-09-01 --to 2027-12-31
for group in jst ngo; do
    quietly simulate "$group-2.csv" --survey "$group" --profile kobo \
        --gmina 0601011 --seed 6 --from 2027-10-01 --to 2027-11-01
    quietly -C k ingest "$group-2.csv" --wave 2027
done
quietly -C k analyze --wave 2027
check "the survey before is the one with answers" python3 -c '
import sqlite3, sys
sys.exit(not sqlite3.connect("k/diagnoza.db").execute("""SELECT count(*)
    FROM cell WHERE key LIKE "%.zmiana" """).fetchone()[0])'

# Who wrote a sentence of these wants it out: at once, and out of what a later
# run makes; the form of the quarter stands in another wave than its sentence.
words() { grep -rlaE "$1" k; }
place() {
    sqlite3 k/diagnoza.db "SELECT r.import || ':' || (r.record + 1) FROM text t
        JOIN response r ON r.id = t.response WHERE t.value LIKE '$1%' AND gone_by IS NULL"
}
later 2026
for said in 'Pierwsze telefony' 'Telefony od senior'; do
    check "$said: there" grep -q "$said" $base-po-warsztacie.html
    check "$said: erased" quietly -C k erase "$(place "$said")"
    same "$said: in no file" "$(words "$said")" ""
    later 2026
    same "$said: nor back" "$(words "$said")" ""
done
same "who was to lead is forgotten, too" "$(words kierowniczka)" ""
same "what was closed stays, after that too" \
    "$(sha256sum $base.pdf $base-partnerzy.pdf)" "$sums"

export DIAGNOZA_NOW=1795000000
quietly init u --voivodeship 06
quietly -C u ingest jst.csv
quietly -C u ingest karta.csv
quietly -C u analyze
quietly -C u report
draft=u/raporty/2026/szkice/0601011-miedzyrzec-podlaski
check "the sheet is there" test -e $draft-po-warsztacie.pdf
sed -i '1s/gmina/data;gmina/;2s/0601011;[^;]*/2026-11-05;0601011;/' karta.csv
quietly -C u ingest karta.csv
quietly -C u analyze
quietly -C u report
check "a card without the day of the workshop: its own in the foot" grep -q \
    'ankiety do października 2026, karta z 05.11.2026 · wersja' <<< "$(text $draft-po-warsztacie.pdf)"
quietly -C u undo 3
quietly -C u undo 2
quietly -C u analyze
quietly -C u report
check "a card taken back takes its drafts along" \
    test ! -e $draft-po-warsztacie.pdf -a ! -e $draft-deklaracja.csv
check "the report stays" test -e $draft.pdf
exits "the files stand" 0 "$DIAGNOZA" -C k check
