#!/bin/bash
# check finds what changed by itself; backup makes a copy that works.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1792000000
cd "$TEST_DIR" || exit 1
"$DIAGNOZA" init k --voivodeship 06 > /dev/null
sed -i 's/^#odczekaj = .*/odczekaj = 0/' k/diagnoza.ini
"$DIAGNOZA" simulate ngo.csv --voivodeship 06 --gminas 6 --survey ngo > /dev/null
"$DIAGNOZA" simulate jst.csv --voivodeship 06 --gminas 6 --survey jst > /dev/null
mv ngo.csv jst.csv k/skrzynka/
"$DIAGNOZA" -C k run < /dev/null > /dev/null 2>&1
exits "all is as it was left" 0 "$DIAGNOZA" -C k check
check "the files are counted" grep -q 'zgodne z sumami: 4, zmienione lub brakujące: 0, bez aktualnej sumy: 0' out.txt
"$DIAGNOZA" -C k run < /dev/null
exits "a run with nothing to do leaves it so" 0 "$DIAGNOZA" -C k check

exits "a copy is made" 0 "$DIAGNOZA" -C k backup kopie --key klucze
same "for the owner only" "$(stat -c %a kopie/*.db klucze/klucz)" "600
600"
check "the key is the key" cmp -s k/klucz klucze/klucz
echo obcy > klucze/klucz
exits "never over another campaign's key" 2 "$DIAGNOZA" -C k backup nowy --key klucze
same "which stays" "$(cat klucze/klucz)" obcy
cp k/klucz klucze/klucz
exits "never over an older one" 4 "$DIAGNOZA" -C k backup kopie
exits "the key has no place beside it" 2 "$DIAGNOZA" -C k backup inne --key inne
exits "however it is written" 2 "$DIAGNOZA" -C k backup kopie --key ./kopie/
for key in nowy nowy/ ./nowy .//nowy/./ nowy/klucze k ./k/ k/klucze \
    x/../nowy x/y/../../nowy x/../../"${PWD##*/}"/nowy; do
    exits "nor in a folder to be made, below it, or in the campaign: $key" 2 \
        "$DIAGNOZA" -C k backup nowy --key "$key"
done
check "nothing was made" test ! -e nowy
for shared in k/skrzynka k/raporty/nowy k/skrzynka/../skrzynka; do
    exits "no copy in $shared" 2 "$DIAGNOZA" -C k backup "$shared"
    exits "nor a key" 2 "$DIAGNOZA" -C k backup kopie --key "$shared"
done
check "nothing was made there" test ! -e k/raporty/nowy
exits "without --key it is said" 0 env DIAGNOZA_NOW=1792000001 "$DIAGNOZA" -C k backup kopie
check "in a note" grep -q W715 err.txt

# Every flip of one bit that changes a file is found: in each file that has a
# sum, and in the reports.
flips=0 missed=0
for f in k/diagnoza.db k/klucz k/archiwum/* k/raporty/*/szkice/*.pdf; do
    size=$(stat -c %s "$f")
    cp -p "$f" dobry
    for at in 100 $((size / 2)) $((size - 1)); do
        [ "$at" -lt "$size" ] || continue
        python3 - "$f" "$at" <<'P'
import sys
with open(sys.argv[1], 'r+b') as f:
    f.seek(int(sys.argv[2])); b = f.read(1)[0]
    f.seek(int(sys.argv[2])); f.write(bytes([b ^ 4]))
P
        flips=$((flips + 1))
        "$DIAGNOZA" -C k check > /dev/null 2>&1 && missed=$((missed + 1))
        cp -p dobry "$f"
    done
done
same "$flips flips, missed" "$missed" 0
exits "and the good files are good" 0 "$DIAGNOZA" -C k check
rm "$(ls k/archiwum/* | head -n 1)"
exits "a lost file of the archive is found" 4 "$DIAGNOZA" -C k check
"$DIAGNOZA" -C k analyze --full > /dev/null
exits "also after another run" 4 "$DIAGNOZA" -C k check

# The copy takes the place of the database: what came after it is named.
"$DIAGNOZA" simulate nowszy.csv --voivodeship 06 --gminas 3 --survey kultura > /dev/null
"$DIAGNOZA" -C k ingest nowszy.csv > /dev/null 2>&1
"$DIAGNOZA" -C k check > out.txt 2>&1
check "the archive has its entries" bash -c "! grep -q E657 out.txt"
cp kopie/diagnoza-*00Z.db k/diagnoza.db 2> /dev/null || cp "$(ls kopie/*.db | head -n 1)" k/diagnoza.db
exits "a restored copy works" 0 "$DIAGNOZA" -C k status
"$DIAGNOZA" -C k check > out.txt 2>&1
same "check names the file that the copy does not know" \
    "$(grep -o 'E657\] plik [^ ]*' out.txt)" "E657] plik k/archiwum/0003-nowszy.csv"
# The next import takes the number of the one that was lost: it stays named.
# What an interrupted import left unfinished is nobody's.
"$DIAGNOZA" simulate inny.csv --voivodeship 06 --gminas 2 --seed 9 --survey kultura > /dev/null
"$DIAGNOZA" -C k ingest inny.csv > /dev/null 2>&1
check "its number is given again" test -e k/archiwum/0003-inny.csv
: > k/archiwum/0004-przerwany.csv.tmp
"$DIAGNOZA" -C k check > out.txt 2>&1
same "check still names it, and no other" \
    "$(grep -o 'E657\] plik [^ ]*' out.txt)" "E657] plik k/archiwum/0003-nowszy.csv"

# The whole folder is lost: a new one, the copy and the key in it.
printf 'gmina;grupa;instytucja;liczba\n0601011;ngo;;5\n' > k/zaproszeni.csv
"$DIAGNOZA" -C k run > /dev/null 2>&1
DIAGNOZA_NOW=1792000100 "$DIAGNOZA" -C k backup dalej --key klucz2 > /dev/null
"$DIAGNOZA" init nowy --voivodeship 06 > /dev/null
cp dalej/*.db nowy/diagnoza.db && cp klucz2/klucz nowy/klucz
"$DIAGNOZA" -C nowy run > /dev/null 2>&1
same "the invited of the copy are there" \
    "$(sqlite3 nowy/diagnoza.db 'SELECT sum(n) FROM invited')" 5
