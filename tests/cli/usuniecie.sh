#!/bin/bash
# erase: one person's words are looked for, byte by byte, in every file of the
# campaign: found before (a control), gone after, and not back with the next
# export.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18
d=$DIAGNOZA
"$d" init k --voivodeship 06 --wave jesien --from 2026-09-01 --to 2026-12-31 > /dev/null
sed -i 's/^#odczekaj = .*/odczekaj = 0/' k/diagnoza.ini
"$d" simulate ngo.csv --survey ngo --profile limesurvey --voivodeship 06 \
    --gminas 2 --damage 0 --seed 3 --from 2026-09-15 --to 2026-10-20
# put FROM TO [CELL=VALUE ...]: ngo.csv with cells of the row of $id changed
export id=4
put() {
    python3 - "$@" << 'P'
import csv, os, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig")))
at = {h: i for i, h in enumerate(rows[0])}
for row in rows[1:]:
    if row[at["id"]] == os.environ["id"]:
        for pair in sys.argv[3:]:
            name, value = pair.split("=", 1)
            row[at[name]] = value
with open(sys.argv[2], "w", encoding="utf-8", newline="") as f:
    csv.writer(f, quoting=csv.QUOTE_ALL).writerows(rows)
P
}
# The person: distinctive words in answers, in cells that are no answers, in
# cells that cannot be read, in a row that is rejected.
put ngo.csv 1.csv token=tOkEn7Qx4 uwagi='Krowa Malwina
uciekła z obory' instytucja='Osobliwe Koło Żabki' M11=nieczytelne77
put 1.csv 2.csv uwagi='Krowa Malwina wróciła' M11=5 M12=rozmazane88
put 1.csv 3.csv gmina=Niegminowo99 uwagi='Krowa Malwina znikła'
words='Malwina|tOkEn7Qx4|Koło Żabki|nieczytelne77|rozmazane88|Niegminowo99'
found() { # how many files hold one of the words, hidden ones too
    grep -rlaE "$words" k | wc -l
}
for f in 1 2 3; do
    cp $f.csv k/skrzynka/eksport.csv
    "$d" -C k run > /dev/null 2>&1
done
cp 3.csv k/skrzynka/czeka.csv
"$d" -C k freeze jesien > /dev/null 2>&1
"$d" -C k report > /dev/null 2>&1
"$d" -C k backup kopia > /dev/null 2>&1
before=$(found)
check "the control finds the words before ($before files)" test "$before" -ge 8
for place in diagnoza.db decyzje.csv archiwum skrzynka/przyjete \
    skrzynka/eksport.do_poprawy.csv skrzynka/przyjete/eksport.wynik.html \
    skrzynka/czeka.csv; do
    check "also in $place" grep -rqaE "$words" "k/$place"
done
other=$(sqlite3 k/diagnoza.db "SELECT hex(ans) FROM response WHERE gone_by IS
    NULL AND key <> (SELECT key FROM response JOIN text ON response = id WHERE
    value LIKE '%Malwina%' LIMIT 1) ORDER BY key" | sha256sum)
sums=$(sha256sum k/diagnoza.db k/archiwum/*)
exits "a dry run" 0 "$d" -C k erase --dry-run tOkEn7Qx4
same "changes nothing" "$(sha256sum k/diagnoza.db k/archiwum/*)" "$sums"
exits "a stranger" 2 "$d" -C k erase nikt-taki

# a file that cannot be searched this time: nobody is erased, or the second
# command would call them gone with their words still in that file
mortal=() # root without its right to read everything
[ "$(id -u)" != 0 ] ||
    mortal=(setpriv --bounding-set=-dac_override,-dac_read_search)
chmod 000 k/archiwum/0001-eksport.csv
exits "a file without the right to read it" 4 "${mortal[@]}" "$d" -C k erase tOkEn7Qx4
check "is named, with what to do" grep -q 'E522.*0001-eksport.csv: brak' err.txt
check "and is not to be removed" sh -c '! grep -q "albo go usuń" err.txt'
chmod 600 k/archiwum/0001-eksport.csv
case $BUILD in
*/asan) skipped "the sanitizer's allocations are its own" ;;
*)
    cat > shim.c << 'C'
/* libcsv, which asks for 4096 bytes, 2048, ... 1, gets no buffer for one file. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
extern void *__libc_realloc(void *old, size_t n);
static int armed;
int open64(const char *path, int how, ...)
{
    static int (*real)(const char *path, int how, ...);
    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "open64");
    armed |= strstr(path, "archiwum/0001-") != NULL;
    return real(path, how, 0600);
}
int open(const char *, int, ...) __attribute__((alias("open64")));
void *realloc(void *old, size_t n)
{
    if (armed != 1 || old != NULL || n > 4096)
        return __libc_realloc(old, n);
    armed += n == 1;
    return NULL;
}
C
    cc -shared -fPIC -w -o shim.so shim.c -ldl
    exits "memory that runs out while it is read" 4 env LD_PRELOAD="$PWD/shim.so" \
        "$d" -C k erase tOkEn7Qx4
    check "names the file too" grep -q 'E522.*0001-eksport.csv: zabrakło' err.txt
    ;;
esac
same "nothing is changed then" "$(sha256sum k/diagnoza.db k/archiwum/*)" "$sums"
memos() { sqlite3 k/diagnoza.db "SELECT count(*) FROM memo"; }
check "the analysis remembers what followed" test "$(memos)" -gt 0
exits "erased by the token" 0 "$d" -C k erase tOkEn7Qx4
cp out.txt erased.txt
check "says what to do when a correction is refused" grep -q E423 erased.txt
same "no byte of the answers is left in any file" \
    "$(grep -rlaE "$words" k | grep -v '^k/raporty/jesien/[^/]*$')" ""
same "nor what followed from them" "$(memos)" 0
check "reports to renew are listed" grep -q 'raporty/jesien/0601' erased.txt
check "with the command" grep -q -- '--correct 0601' erased.txt
check "the backup is listed" grep -q "kopia/diagnoza-" erased.txt
same "the others stand as they stood" "$(sqlite3 k/diagnoza.db "SELECT hex(ans)
    FROM response WHERE gone_by IS NULL ORDER BY key" | sha256sum)" "$other"
same "lines of the archive stay where they were" \
    "$(wc -l < k/archiwum/0001-eksport.csv)" "$(wc -l < 1.csv)"
exits "check finds nothing amiss" 0 "$d" -C k check
exits "erased twice says so" 0 "$d" -C k erase tOkEn7Qx4
check "in words" grep -q wcześniej out.txt
check "the journal names nobody" \
    sh -c "'$d' -C k history | grep -q 'usunięcie odpowiedzi osoby'"
exits "an erasure is not undone" 2 "$d" -C k undo 4

# the next export, and the ones that are loaded again after an undo
for f in 1 2 3; do
    cp $f.csv k/skrzynka/znowu$f.csv
    echo >> k/skrzynka/znowu$f.csv
done
"$d" -C k run > /dev/null 2>&1
same "a later export does not bring them back" \
    "$(grep -rlaE "$words" k | grep -v '^k/raporty/jesien/[^/]*$')" ""
same "the others are there" "$(sqlite3 k/diagnoza.db "SELECT hex(ans)
    FROM response WHERE gone_by IS NULL ORDER BY key" | sha256sum)" "$other"
check "the verdict says that rows were left out" \
    grep -q W568 k/skrzynka/przyjete/znowu1.wynik.html

# by the place of a row, in a tool without numbers
"$d" simulate g.csv --survey kultura --profile google --voivodeship 06 \
    --gminas 2 --damage 0 --seed 4 --from 2026-09-15 --to 2026-10-20
sed -i '2s/"Gminny Ośrodek Kultury"/"Wyraz Jedyny Taki"/' g.csv
cp g.csv k/skrzynka/
"$d" -C k run > /dev/null 2>&1
check "there" grep -rqa 'Jedyny Taki' k
n=$("$d" -C k history | grep g.csv | awk '{print $1}')
exits "erased by import and row" 0 "$d" -C k erase "$n:2"
same "gone" "$(grep -rla 'Jedyny Taki' k)" ""

# the form's number, in a row that has the tool's number and a token too
id=6
put ngo.csv 6.csv token=ZaProszenie6 nrFormularza=0601011-ngo-666 \
    uwagi='Kot Teofil zasnął'
cp 6.csv k/skrzynka/
"$d" -C k run > /dev/null 2>&1
check "there with three numbers" grep -rqa Teofil k
exits "erased by the form's number" 0 "$d" -C k erase 0601011-ngo-666
same "gone by it" "$(grep -rla 'Teofil' k)" ""
exits "the token is known to be gone" 0 "$d" -C k erase ZaProszenie6
check "as said" grep -q wcześniej out.txt
# by the number alone, in an export that lost the other two
id=6 put 6.csv 7.csv id= token= uwagi='Kot Teofil wrócił'
cp 7.csv k/skrzynka/
"$d" -C k run > /dev/null 2>&1
same "and does not come back under that number alone" \
    "$(grep -rla 'Teofil' k)" ""

# two persons, two tokens, one form's number that both typed: neither is erased
# in place of the other, nor along with the other
id=2 put ngo.csv 8.csv id=50 token=PierwszyGosc nrFormularza=777 \
    uwagi='Koza Balbina beczy'
id=5 put 8.csv 9.csv id=51 token=DrugiGosc nrFormularza=777 \
    uwagi='Gęś Matylda syczy'
cp 9.csv k/skrzynka/
"$d" -C k run > /dev/null 2>&1
both=$(grep -rlaE 'Balbina|Matylda' k | sort)
check "both are there" sh -c 'grep -qa Balbina k/diagnoza.db && grep -qa Matylda k/diagnoza.db'
exits "a number of two persons" 2 "$d" -C k erase 777
check "the places are named" grep -q 'E518.*, ' err.txt
same "nobody is gone" "$(grep -rlaE 'Balbina|Matylda' k | sort)" "$both"
with=$(grep -rla Matylda k | sort)
exits "one of them by the token" 0 "$d" -C k erase PierwszyGosc
same "is gone" "$(grep -rla Balbina k)" ""
same "the other one stands in every file" "$(grep -rla Matylda k | sort)" "$with"
id=51 put 9.csv 10.csv uwagi='Gęś Matylda gęga'
cp 10.csv k/skrzynka/
"$d" -C k run > /dev/null 2>&1
same "and can be corrected" "$(sqlite3 k/diagnoza.db "SELECT count(*) FROM text
    JOIN response ON response = id WHERE gone_by IS NULL AND
    value = 'Gęś Matylda gęga'")" 1
same "the first does not come back" "$(grep -rla Balbina k)" ""
exits "by the number, when it is the other's alone" 0 "$d" -C k erase 777
same "all are gone" "$(grep -rlaE 'Balbina|Matylda' k)" ""

# rows that were never accepted: in a file that was loaded (the journal, the
# archive and the repair file hold them), in one that was refused and in one
# that waits; found by each of the three numbers
id=3 put ngo.csv a.csv id=60 token=OdrzuconyGosc nrFormularza=888 \
    gmina=Niegminka uwagi='Sowa Hortensja huczy'
id=5 put a.csv a.csv id=61 token=DrugiOdrzucony nrFormularza=888 \
    gmina=Niegminka uwagi='Puchacz Zenobiusz milczy'
python3 - << 'P'
import csv
rows = list(csv.reader(open("ngo.csv", encoding="utf-8-sig")))
at = {h: i for i, h in enumerate(rows[0])}
for name, first, word in ("b.csv", 100, "Borsuk Gerwazy"), ("c.csv", 200, "Jeż Protazy"):
    many = [r[:] for k in range(1 + 40 // len(rows[1:])) for r in rows[1:]]
    for n, row in enumerate(many, first):
        row[at["id"]], row[at["token"]] = str(n), f"Klucz{n}"
        row[at["gmina"]], row[at["nrFormularza"]] = "Niegminka", f"nr-{n}"
        row[at["uwagi"]] = f"{word} {n} kopie"
    with open(name, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, quoting=csv.QUOTE_ALL).writerows([rows[0]] + many)
P
cp a.csv b.csv k/skrzynka/
"$d" -C k run > /dev/null 2>&1
check "the control: in the database and four files" sh -c \
    'test "$(grep -rlaE "Hortensja|Niegminka" k | wc -l)" -ge 5'
check "a refused file is in odrzucone/" test -e k/skrzynka/odrzucone/b.csv
exits "a number of two rejected rows" 2 "$d" -C k erase 888
check "names their places" grep -q 'E518.*(ngo), .*(ngo)' err.txt
exits "the token of a rejected row" 0 "$d" -C k erase OdrzuconyGosc
same "no byte of the row is left" "$(grep -rla Hortensja k)" ""
check "the other one with that number stands" \
    grep -rqa Zenobiusz k/skrzynka/a.do_poprawy.csv
exits "the number, now one row's" 0 "$d" -C k erase 888
same "gone too" "$(grep -rla Zenobiusz k)" ""
cp a.csv k/skrzynka/znowu_a.csv
"$d" -C k run > /dev/null 2>&1
same "neither comes back" "$(grep -rlaE 'Hortensja|Zenobiusz' k)" ""
for word in 100 Klucz101 nr-102; do
    n=${word//[!0-9]/}
    check "$n is in a refused file" grep -rqa "Gerwazy $n " k/skrzynka
    exits "erased from it by $word" 0 "$d" -C k erase "$word"
    same "gone, $n" "$(grep -rla "Gerwazy $n " k)" ""
done
cp c.csv k/skrzynka/
for word in 200 Klucz201 nr-202; do
    n=${word//[!0-9]/}
    exits "erased from a file that waits by $word" 0 "$d" -C k erase "$word"
    same "gone, $n" "$(grep -rla "Protazy $n " k)" ""
done
check "the others in it stand" grep -q "Protazy 203 " k/skrzynka/c.csv
n=$("$d" -C k history | grep b.csv | awk '{print $1}')
exits "by the place in a refused file" 0 "$d" -C k erase "$n:5"
same "gone by it" "$(grep -rla "Gerwazy 103 " k)" ""
exits "check finds nothing amiss at the end" 0 "$d" -C k check

# a row that could not be split, by the numbers before the break; a file of a
# survey that nobody knows is named, for its columns are not
sed -n '1,2p' ngo.csv > e.csv
id=4 put ngo.csv f.csv id=70 token=KluczRozcięty uwagi='Sum Wincenty mlaszcze'
sed -n '1p' f.csv > e.csv
grep Wincenty f.csv | sed 's/Wincenty mla/Win"centy" mla/' >> e.csv
grep -v Wincenty f.csv | tail -n +2 >> e.csv
printf 'Lp,Kto,Zdanie\n1,NiktNieznany9,Okoń Bonifacy tonie\n2,inny,nic\n' > obca.csv
cp e.csv obca.csv k/skrzynka/
"$d" -C k run > /dev/null 2>&1
check "a broken row is there" sh -c "sqlite3 k/diagnoza.db 'SELECT code FROM reject' | grep -q E15"
exits "erased by its token" 0 "$d" -C k erase KluczRozcięty
same "gone, broken" "$(grep -rla 'mlaszcze' k)" ""
exits "a word in a file of no survey" 2 "$d" -C k erase NiktNieznany9
check "which is named" grep -q 'E655.*obca.csv' err.txt

# files of no survey, in which nobody is looked for, are named when they hold
# their words: whatever the encoding, in a workbook, in a folder of the inbox
id=4 put ngo.csv zaba.csv id=90 token=KluczWszędzie uwagi='Żaba Ścibora kumka
w stawie' instytucja=''
sed '1s/"gmina"/"xx"/' zaba.csv > bez8.csv
iconv -f utf-8 -t windows-1250//TRANSLIT bez8.csv > bez1250.csv
iconv -f utf-8 -t utf-16 bez8.csv > bez16.csv
python3 - << 'P'
import csv
rows = list(csv.reader(open("bez8.csv", encoding="utf-8-sig")))
with open("arkusz.csv", "w", encoding="utf-8", newline="") as f:
    csv.writer(f, delimiter=";").writerows(rows)
P
python3 "$ROOT/tests/workbook.py" csv arkusz.csv bezx.xlsx utf-8
w=$'Żaba Ścibora kumka\nw stawie'
book() { python3 "$ROOT/tests/workbook.py" sheets "$@"; }
book pusty-w-srodku.xlsx A=inne B= C="$w" # behind an empty sheet
book pusty-pierwszy.xlsx A= B=inne C="$w" # nobody knows which is meant
book liczba.xlsx 3=inne A=inne C="$w"     # a sheet called as another's number
: > pusty.csv
cp zaba.csv bez8.csv bez1250.csv bez16.csv bezx.xlsx pusty*.* liczba.xlsx \
    k/skrzynka/
"$d" -C k run > /dev/null 2>&1
mkdir -p k/skrzynka/kopie/dawne
cp zaba.csv k/skrzynka/kopie/dawne/schowek.csv
n=$("$d" -C k history | grep ' zaba.csv' | awk '{print $1}')
at=$(grep -n 'Żaba Ścibora' zaba.csv | cut -d: -f1)
# an older version printed the words where others stand now
sqlite3 k/diagnoza.db "INSERT INTO published SELECT r.wave, r.gmina, 'razem',
    'uwagi.77', 'moderator', 'x', ';;;;;;2026-10-01;\"' || value || '\"', 0, 't'
    FROM text JOIN response r ON r.id = response WHERE value LIKE '%Ścibora%'"
old() { sqlite3 k/diagnoza.db "SELECT count(*) FROM published WHERE key = 'uwagi.77'"; }
same "an older version" "$(old)" 1
exits "erased with copies of no survey about" 1 "$d" -C k erase "$n:$at"
same "forgets them, in quotes" "$(old)" 0
check "said" grep -q 'E655.*/bez8.csv nadal' err.txt
for f in bez8.csv bez1250.csv bez16.csv bezx.xlsx pusty-w-srodku.xlsx \
    pusty-pierwszy.xlsx liczba.xlsx schowek.csv; do
    check "named: $f" grep -q "^  .*/$f\$" out.txt
done
check "an empty file holds nobody" sh -c '! grep pusty.csv out.txt'
exits "erased before, but not from the files" 1 "$d" -C k erase KluczWszędzie
check "which are named again" grep -q '^  .*/bezx.xlsx$' out.txt
rm -r k/skrzynka/kopie k/skrzynka/odrzucone/bez*
exits "erased before" 0 "$d" -C k erase KluczWszędzie

# ---- never a second person, and all of the one ----
# rows FROM TO ROW...: a file of these rows of FROM: N or N,CELL=VALUE,...
rows() {
    python3 - "$@" << 'P'
import csv, sys
text = open(sys.argv[1], encoding="utf-8-sig").read()
mark = ";" if text.split("\n")[0].count(";") > 9 else ","
all = list(csv.reader(text.splitlines(), delimiter=mark))
at = {h: i for i, h in enumerate(all[0])}
with open(sys.argv[2], "w", encoding="utf-8", newline="") as f:
    out = csv.writer(f, delimiter=mark, quoting=csv.QUOTE_ALL)
    out.writerow(all[0])
    for one in sys.argv[3:]:
        n, *cells = one.split("@")
        row = all[int(n)][:]
        for cell in cells:
            name, value = cell.split("=", 1)
            row[at[name]] = value
        out.writerow(row)
P
}
fresh() { rm -rf k && cp -r empty k; }
load() { # FILE...: by as many runs
    for f in "$@"; do
        cp "$f" k/skrzynka/ && "$d" -C k run --only ingest > /dev/null 2>&1
    done
}
files() { grep -rla "$1" k | sort; }
gone() { same "$2" "$(files "$1")" ""; }
counts() { # TEXT: what is printed of them
    sed -n 's/^[^:]*: wersji odpowiedzi \([0-9]*\), odrzuconych wierszy \([0-9]*\), z plików kampanii: \([0-9]*\).*/\1 \2 \3/p' "$1"
}
"$d" init empty --voivodeship 06 --wave jesien --from 2026-09-01 --to 2026-12-31 > /dev/null
sed -i 's/^#odczekaj = .*/odczekaj = 0/' empty/diagnoza.ini
"$d" simulate hand.csv --survey ngo --profile hand --voivodeship 06 \
    --gminas 2 --damage 0 --seed 3 --from 2026-09-15 --to 2026-10-20
A='uwagi=Kaczka Anastazja' B='uwagi=Bocian Bogumił'

# each row is counted once
rows ngo.csv one.csv "1@id=40@token=TokAB1@$A" 2 3
fresh; load one.csv
cp one.csv k/skrzynka/czeka.csv && echo >> k/skrzynka/czeka.csv
exits "one person of one version" 0 "$d" -C k erase --dry-run TokAB1
same "is counted once" "$(counts out.txt)" "1 0 3"
exits "by place" 0 "$d" -C k erase 1:2
same "the same count" "$(counts out.txt)" "1 0 3"
same "and in the journal" "$("$d" -C k history | grep -c 'wersji 1, odrzuconych wierszy 0')" 1
gone Anastazja "of all three files"
fresh; cp one.csv k/skrzynka/; mkdir -p k/archiwum; : > k/archiwum/0009-x.csv.tmp
exits "nobody" 2 "$d" -C k erase nikt-taki
check "writes nothing, and removes nothing" test -e k/archiwum/0009-x.csv.tmp
exits "a good row that waits" 0 "$d" -C k erase TokAB1
same "is no rejected one" "$(counts out.txt)" "0 0 1"

# two paper forms of one number
rows hand.csv twice.csv 1 "2@nr_formularza=K-12@$A" "3@nr_formularza=K-12@$B"
fresh; load twice.csv
exits "a number of two forms" 2 "$d" -C k erase K-12
check "names both" grep -q 'E518.*: 1:3 (ngo), 1:4 (ngo);' err.txt
exits "the rejected one" 0 "$d" -C k erase 1:4
same "alone" "$(counts out.txt)" "0 1 4"
gone Bogumił "is gone"
check "the accepted one is not" test "$(files Anastazja | wc -l)" -ge 3
cp twice.csv znowu.csv && echo >> znowu.csv && load znowu.csv
gone Bogumił "and does not come back"
same "the other is there" "$(sqlite3 k/diagnoza.db "SELECT count(*) FROM text JOIN
    response ON response = id WHERE gone_by IS NULL AND value LIKE '%Anastazja'")" 1
fresh; load twice.csv
exits "the accepted one" 0 "$d" -C k erase 1:3
same "alone too" "$(counts out.txt | cut -d' ' -f1,2)" "1 0"
gone Anastazja "is gone too"
check "the rejected one is not" grep -q Bogumił k/skrzynka/twice.do_poprawy.csv
load znowu.csv
gone Anastazja "and does not come back either"

# one number of the tool, two tokens
rows ngo.csv tokens.csv "1@id=40@token=TokenA1@$A" "2@id=40@token=TokenB2@$B" 3
fresh; load tokens.csv
exits "two tokens: the second" 0 "$d" -C k erase TokenB2
same "takes one row" "$(counts out.txt)" "0 1 4"
gone Bogumił "of the second"
check "the first is in the database" grep -qa Anastazja k/diagnoza.db

# one invitation, passed on in an office: two answers that the tool numbered
rows ngo.csv shared.csv "1@id=40@token=TokUrz9@$A" "2@id=41@token=TokUrz9@$B" 3
fresh; load shared.csv
exits "an invitation of two answers" 2 "$d" -C k erase TokUrz9
check "names both" grep -q 'E518.*: 1:2 (ngo), 1:3 (ngo);' err.txt
exits "one of them" 0 "$d" -C k erase 1:2
same "alone" "$(counts out.txt | cut -d' ' -f1,2)" "1 0"
gone Anastazja "is gone"
cp shared.csv znowu.csv && echo >> znowu.csv && load znowu.csv
gone Anastazja "and does not come back"
same "the colleague's answer counts" "$(sqlite3 k/diagnoza.db "SELECT count(*) FROM text
    JOIN response ON response = id WHERE gone_by IS NULL AND
    value LIKE '%Bogumił'")" 1
exits "the invitation is theirs now" 0 "$d" -C k erase TokUrz9
gone Bogumił "is gone too"

# a line end cuts a row in two; what stands in the number's place is an answer
rows ngo.csv whole.csv 1 "2@id=3@$A" "3@id=88@token=TokCut88@$B"
python3 - << 'P'
lines = open("whole.csv", encoding="utf-8").read().splitlines()
cells = lines[3].split('","')
at = next(i for i, c in enumerate(cells) if i > 9 and c == "3")
lines[3:] = ['","'.join(cells[:at]) + '"', '"' + '","'.join(cells[at:])]
open("half.csv", "w", encoding="utf-8").write("\r\n".join(lines) + "\r\n")
P
fresh; load half.csv
same "both halves are rejected" "$(sqlite3 k/diagnoza.db 'SELECT count(*) FROM reject')" 2
exits "a number that is somebody's answer" 2 "$d" -C k erase 3
check "names both places" grep -q 'E518.*: 1:3 (ngo), 1:5 (ngo);' err.txt
exits "the person's" 0 "$d" -C k erase 1:3
gone Anastazja "is gone alone"
check "the half is not" test "$(files Bogumił | wc -l)" -ge 3
sed 's/Bogumił/Bogdan/' half.csv > half2.csv
load half2.csv
check "a later half is not passed over" grep -q Bogdan k/skrzynka/half2.do_poprawy.csv
same "the person is" "$(files Anastazja)" ""

# one number in two waves, and a row of which nobody knows the wave
rows ngo.csv autumn.csv "1@id=77@$A" 2
rows ngo.csv both.csv '1@id=77@submitdate=@gmina=Nigdzie@uwagi=Czapla Ignacy' \
    2@id=901 '3@id=902@submitdate=2027-03-12 12:00:00'
rows ngo.csv spring.csv "3@id=77@submitdate=2027-03-13 12:00:00@$B" \
    '2@id=78@submitdate=2027-03-14 12:00:00'
fresh
"$d" -C k wave add wiosna --from 2027-02-01 --to 2027-06-30 > /dev/null
DIAGNOZA_NOW=1806000000 load autumn.csv both.csv spring.csv
exits "a number of two waves" 2 "$d" -C k erase 77
check "names three places" grep -q 'E518.*: 1:2 (ngo), 2:2 (ngo), 3:2 (ngo);' err.txt
exits "the unknown one" 0 "$d" -C k erase 2:2
same "alone of the three" "$(counts out.txt | cut -d' ' -f1,2)" "0 1"
exits "one of the others" 0 "$d" -C k erase 1:2
gone Anastazja "is gone of the three"
check "the third one stands" grep -qa Bogumił k/diagnoza.db

# a token that only the second export had, which changed nothing else
rows ngo.csv na.csv "1@id=40@token=@$A" 2
rows ngo.csv nb.csv "1@id=40@token=TokZed99@$A" 2
rows ngo.csv nc.csv '1@id=@token=TokZed99@uwagi=Kaczka Anastazja znowu' 2
for how in loaded waiting; do
    fresh; load na.csv
    cp nb.csv k/skrzynka/
    [ $how = waiting ] || "$d" -C k run --only ingest > /dev/null 2>&1
    exits "known by the number ($how)" 0 "$d" -C k erase 40
    same "one version ($how)" "$(counts out.txt | cut -d' ' -f1,2)" "1 0"
    load nc.csv
    gone Anastazja "not back by the token ($how)"
done

# rows too long to be kept
python3 - << 'P'
import csv
rows = list(csv.reader(open("one.csv", encoding="utf-8")))
at = rows[0].index("uwagi")
rows[1][at] += "ą" * 1500001
rows[2][at] = "Bocian Bogumił " + "ó" * 1500001
csv.writer(open("long.csv", "w", encoding="utf-8", newline=""),
           quoting=csv.QUOTE_ALL).writerows(rows)
P
fresh; load long.csv
same "both are rejected" "$(sqlite3 k/diagnoza.db "SELECT count(*) FROM reject WHERE code = 'E156'")" 2
exits "by place only" 0 "$d" -C k erase 1:2
check "with a word on the next export" grep -q 'popraw go tam' out.txt
gone Anastazja "the long row is gone"
same "the other long row stands" "$(files Bogumił)" "k/archiwum/0001-long.csv
k/skrzynka/przyjete/long.csv"
same "the lines stay" "$(wc -l < k/archiwum/0001-long.csv)" "$(wc -l < long.csv)"
exits "check agrees" 0 "$d" -C k check
sed 's/Bocian Bogumił/Bocian Bazyli/' long.csv > long2.csv
load long2.csv
same "a stranger's long row is still asked about" "$(sqlite3 k/diagnoza.db "SELECT
    count(*) FROM reject WHERE code = 'E156' AND record = 2")" 2

# two refused files of one name: each keeps its place after an erasure
python3 - << 'P'
import csv
rows = list(csv.reader(open("ngo.csv", encoding="utf-8-sig")))
at = {h: i for i, h in enumerate(rows[0])}
for name, first in ("r1.csv", 100), ("r2.csv", 200):
    many = [r[:] for k in range(1 + 40 // len(rows[1:])) for r in rows[1:]]
    for n, row in enumerate(many, first):
        row[at["id"]], row[at["gmina"]] = str(n), "Niegminka"
        row[at["uwagi"]] = f"Borsuk {n} kopie"
    csv.writer(open(name, "w", encoding="utf-8", newline=""),
               quoting=csv.QUOTE_ALL).writerows([rows[0]] + many)
P
fresh
for f in 1 2; do cp r$f.csv b.csv && load b.csv; done
for n in 9:107 6:104; do
    exits "1:${n%:*} in one of two refused files" 0 "$d" -C k erase "1:${n%:*}"
    gone "Borsuk ${n#*:} " "gone, ${n#*:}"
done
check "the other file is whole" test "$(grep -la 'Borsuk 207 ' -r k | wc -l)" -ge 1

# many places of one number, each once, none in a folder of ours
fresh
for s in biblioteka biznes jst kultura mieszkancy ngo szkola; do
    "$d" simulate s7$s.csv --survey $s --profile limesurvey --voivodeship 06 \
        --gminas 1 --damage 0 --seed 5 --from 2026-09-15 --to 2026-10-20
    cp s7$s.csv k/skrzynka/
done
"$d" -C k run --only ingest > /dev/null 2>&1
cp one.csv k/skrzynka/ && sed -i 's/"40"/"2"/' k/skrzynka/one.csv
exits "a number in every survey" 2 "$d" -C k erase 2
same "places of the imports" "$(grep -o '[0-9]:[0-9]* (' err.txt | wc -l)" 7
check "a waiting one by its name" grep -q ', skrzynka/one.csv:2 (ngo)' err.txt

# what is out of a closed gmina names an institution and its offers: both go, the
# files that held them too, and come back without; the others stay as they are
everywhere() { # WORD: files that hold it, in packed streams too, and as printed
    python3 - "$1" << 'P'
import os, re, subprocess, sys, zipfile, zlib
word = sys.argv[1]
forms = word.encode(), word.encode("utf-16-be"), word.encode("utf-16-be").hex().encode()
for top, _, names in os.walk("k"):
    for name in names:
        path = os.path.join(top, name)
        data = open(path, "rb").read()
        all = [data]
        if data[:4] == b"PK\3\4":
            with zipfile.ZipFile(path) as z:
                all += [z.read(n) for n in z.namelist()]
        if data[:5] == b"%PDF-":
            for m in re.finditer(rb"stream\r?\n", data):
                try:
                    all.append(zlib.decompressobj().decompress(data[m.end():]))
                except zlib.error:
                    pass
            text = subprocess.run(["pdftotext", path, "-"], capture_output=True).stdout
            all += [text, b" ".join(text.split())]
        if any(f in d or f.upper() in d for d in all for f in forms):
            print(path)
P
}
named() { # rows of its offers, by name or in a pair, wherever cells stand
    sqlite3 k/diagnoza.db "SELECT count(*) FROM (SELECT grp, state FROM cell
        UNION ALL SELECT grp, state FROM frozen_cell UNION ALL SELECT grp, value
        FROM published UNION ALL SELECT grp, state FROM result) WHERE grp = '$who'
        OR ':' || state || ':' LIKE '%:$who:%'"
}
few() { # numbers of its group, too small to be shown without consent
    sqlite3 k/diagnoza.db "SELECT count(*) FROM (SELECT grp, key, gmina, n, value,
        lo, hi FROM cell UNION ALL SELECT grp, key, gmina, n, value, lo, hi FROM
        frozen_cell) WHERE gmina = '$gmina' AND grp = 'ngo' AND key <>
        'odpowiedzi' AND coalesce(n, value, lo, hi) IS NOT NULL"
}
sums() { # all that is closed but the rows of its name and its group
    sqlite3 k/diagnoza.db "SELECT * FROM cell WHERE length(gmina) = 7 AND grp
        NOT IN ('$who', 'ngo') AND key NOT LIKE 'para.%' UNION ALL SELECT wave, gmina, grp, key, edition, n, total, value,
        lo, hi, state, reason FROM frozen_cell WHERE grp NOT IN ('$who', 'ngo') AND key NOT
        LIKE 'para.%'" | sha256sum
}
fresh
put ngo.csv nazwa.csv token=PuszczYk1 instytucja='Kółko Puszczyk' zgodaZasoby=tak \
    zgodaGlos=tak R01=tak R04=tak R05=tak
cp nazwa.csv k/skrzynka/
"$d" -C k run > /dev/null 2>&1
check "a draft names it" sh -c "grep -rq 'Kółko Puszczyk' k/raporty/jesien/szkice"
rm -rf draft && cp -r k draft
"$d" -C k freeze jesien > /dev/null 2>&1
"$d" -C k run > /dev/null 2>&1
who=i$(sqlite3 k/diagnoza.db "SELECT id FROM institution WHERE name = 'Kółko Puszczyk'")
gmina=$(sqlite3 k/diagnoza.db "SELECT gmina FROM institution WHERE 'i' || id = '$who'")
everywhere 'Kółko Puszczyk' > named.txt
for kind in .pdf .html -partnerzy.pdf; do
    check "a closed report names it: $kind" grep -q "/jesien/.*$kind\$" named.txt
done
check "its offers stand in the cells" test "$(named)" -ge 4
for mark in ";$who;" ">$who<"; do
    check "and in a table of numbers: $mark" test -n "$(everywhere "$mark")"
done
was=$(sums)
(cd k/raporty/jesien && sha256sum ./przeglad*) > kept.sums
check "its group of few is shown" test "$(few)" -gt 0
rm -rf closed && cp -r k closed
exits "a dry run of it" 0 "$d" -C k erase --dry-run PuszczYk1
same "deletes nothing" "$(everywhere 'Kółko Puszczyk')" "$(cat named.txt)"
exits "it is erased" 0 "$d" -C k erase PuszczYk1
same "in no file, packed or not" "$(everywhere 'Kółko Puszczyk')" ""
same "nor its offers" "$(named)" 0
same "nor its group" "$(few)" 0
same "the other numbers stand" "$(sums)" "$was"
check "and the files that never held it" sh -c \
    'cd k/raporty/jesien && sha256sum --quiet -c ../../../kept.sums'
check "what is deleted is said" grep -q 'zamkniętych raportów. Pliki' out.txt
exits "check has nothing to say" 0 "$d" -C k check
"$d" -C k run > out.txt 2> err.txt
check "and no old copies are praised" sh -c '! grep -q W818 err.txt'
for kind in .pdf .html .csv -partnerzy.pdf; do
    check "$kind is back" sh -c "ls k/raporty/jesien/$gmina*$kind"
done
check "the analyst's too" sh -c "ls k/raporty/jesien/analityk/$gmina*.xlsx"
same "without the name" "$(everywhere 'Kółko Puszczyk')" ""
same "or a row that stands for it" "$(everywhere '(usunięta)' | grep raporty)" ""
same "or its offers" "$(named) $(everywhere ";$who;") $(everywhere ">$who<")" "0  "
same "and with the same numbers" "$(sums)" "$was"
exits "check is silent" 0 "$d" -C k check
"$d" -C k run > out.txt 2> err.txt
same "nothing is left to do" "$(cat out.txt err.txt)" ""

# a draft goes at once, and a run makes it anew
rm -rf k && mv draft k
exits "erased before the close" 0 "$d" -C k erase PuszczYk1
same "gone at once" "$(everywhere 'Kółko Puszczyk')" ""
same "with its offers" "$(named)" 0
check "as is said" grep -q 'Szkice usunięto' out.txt
"$d" -C k run > /dev/null 2>&1
check "drafts are back" sh -c "ls k/raporty/jesien/szkice/$gmina*.pdf"
same "without it" "$(everywhere 'Kółko Puszczyk')" ""
exits "check agrees again" 0 "$d" -C k check

# killed behind its commit and given again by the place, which names nobody any
# more: it is finished, with the reports, and says so
case $BUILD in
*/asan) skipped "the sanitizer comes first: not killed" ;;
*)
    cat > kill.c << 'C'
#include <signal.h>
#include <string.h>
int rename(const char *from, const char *to)
{
    return strstr(from, ".czyste-") ? raise(SIGKILL) : renameat(-100, from, -100, to);
}
C
    cc -shared -fPIC -w -o kill.so kill.c
    rm -rf k && mv closed k
    place=$(sqlite3 k/diagnoza.db "SELECT import || ':' || (record + 1) FROM
        response JOIN institution i ON i.id = institution WHERE i.name = 'Kółko Puszczyk'")
    exits "killed" 137 env LD_PRELOAD="$PWD/kill.so" "$d" -C k erase "$place"
    check "half-way" test -n "$(everywhere 'Kółko Puszczyk')"
    exits "given again" 0 "$d" -C k erase "$place"
    check "it says that it was finished" grep -q 'Dokończono' out.txt
    check "and that the key may be another's" grep -q "sprawdź klucz: $place" out.txt
    same "in no file" "$(everywhere 'Kółko Puszczyk')" ""
    exits "a third time it is nobody" 2 "$d" -C k erase "$place"
    ;;
esac
