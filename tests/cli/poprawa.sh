#!/bin/bash
# The repair loop: what was repaired is never asked for again.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

campaign() {
    rm -rf k
    "$d" init k --voivodeship 06 --wave j --from 2026-07-01 --to 2026-11-30 \
        > /dev/null
    sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0\nbrak_pytan = 100/' k/diagnoza.ini
}
q() { sqlite3 k/diagnoza.db "$1"; }
stored() {
    q "SELECT gmina, form, ts, hex(ans), institution FROM response
       WHERE gone_by IS NULL ORDER BY 1, 2, 3, 4" | sha256sum
}
run() { "$d" -C k run --only ingest "$@"; }
# edit FILE CODE: R holds the rows, col(name) a column
edit() {
    python3 - "$1" "$2" <<'P'
import csv, sys
R = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline=""),
                    delimiter=";"))
def col(name):
    return R[0].index(name)
exec(sys.argv[2])
csv.writer(open(sys.argv[1], "w", encoding="utf-8-sig", newline=""),
           delimiter=";", lineterminator="\r\n").writerows(R)
P
}
head='id;submitdate;lastpage;startlanguage;ipaddr;gmina;instytucja;L1;L2;L3;L4;uwagi'
row() { echo "\"$1\";\"$2\";\"5\";\"pl\";\"10.0.0.$1\";\"$3\";\"OSP $1\";\"$4\";\"2\";\"3\";\"4\";\"$5\""; }
export_file() {
    echo "$head"
    row 1 '2026-10-01 10:00:07' 0601011 4 dobre
    row 2 '2026-10-02 10:00:07' 9999999 4 'zła gmina'
    row 3 '2026-10-03 10:00:07' 0601011 9 'zła komórka'
    row 4 'wczoraj' 0601011 3 '=1+1'
    echo '"5";"2026-10-05 10:00:07";"5";"pl";"";"0601011";"OSP 5";"1";"2"'
    row 6 '2026-10-06 10:00:07' 0601011 2 'ostatnie'
}
campaign
export_file > k/skrzynka/x.csv
cp k/skrzynka/x.csv full.csv
exits "an export with four kinds of damage" 1 run
same "four rows to repair" "$(q 'SELECT count(DISTINCT record) FROM reject')" 4
f=k/skrzynka/x.do_poprawy.csv
same "and no more" "$(($(wc -l < $f) - 1))" 4
check "no personal data in it" test -z "$(grep -F '10.0.0.' $f)"
check "formulas are inert in it" grep -q ";'=1+1;" "$f"
check "the archive keeps lines and blanks the address" test \
    "$(wc -l < k/archiwum/0001-x.csv) $(grep -c 10.0.0. k/archiwum/0001-x.csv)" \
    = "7 0"
check "that is said" grep -q 'W129.*adres IP' err.txt

# two of four are repaired, then the rest; each time the export comes again
edit $f 'R[1][col("gmina")] = "601021"; R[2][col("L1")] = "5"'
exits "half of it" 1 run
same "two are left" "$(($(wc -l < $f) - 1))" 2
same "they name the first import" "$(cut -d ';' -f 13,14 $f | tail -n 2 | tr '\n' ' ')" "1;5 1;6 "
edit $f 'R[1][col("submitdate")] = "04.10.2026 10:00"
for n, v in zip(("uwagi", "L3", "L4"), ("", "3", "4")): R[2][col(n)] = v'
iconv -f utf-8 -t cp1250 $f > c && mv c $f
exits "the rest, in CP1250" 0 run
check "no file is left" test ! -e $f
same "six answers" "$(q 'SELECT count(*) FROM response WHERE gone_by IS NULL')" 6
same "the flag says so" "$(q 'SELECT count(*) FROM response WHERE gone_by IS
    NULL AND flags & 64')" 4
same "no apostrophe came in" "$(q "SELECT value FROM text JOIN response r ON
    r.id = response WHERE gone_by IS NULL AND value LIKE '%1+1'")" "=1+1"
first=$(stored)
cp full.csv k/skrzynka/y.csv
echo >> k/skrzynka/y.csv
exits "the full export again" 0 run --json
check "says it was repaired" grep -q 'W565.*: 4' out.txt
same "changes nothing" "$(stored)" "$first"
check "asks for nothing" test ! -e k/skrzynka/y.do_poprawy.csv
python3 - <<'P'
import csv, re
R = list(csv.reader(open("full.csv", encoding="utf-8", newline=""), delimiter=";"))
for r in R[1:]:
    r[:] = [re.sub(r"^(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d):\d\d$", r"\3.\2.\1 \4", c) for c in r]
    r[:] = [c.lstrip("0") if re.fullmatch(r"0\d{6}", c) else c for c in r]
    r += [""] * (len(R[0]) - len(r)) if r[0] != "5" else []
csv.writer(open("k/skrzynka/z.csv", "w", encoding="cp1250", newline=""),
           delimiter=";").writerows(R)
P
"$d" -C k run --only ingest --json > out.txt 2> err.txt
check "also as Excel saves it" grep -q 'W565.*: 3' out.txt
same "nothing changes" "$(stored)" "$first"

# another mistake in a row that was repaired is a new one
rm -f k/skrzynka/z.do_poprawy.csv
sed 's/9999999/8888888/' full.csv > k/skrzynka/v.csv
exits "a new mistake" 1 run
same "is asked for" "$(cut -d ';' -f 1 k/skrzynka/v.do_poprawy.csv | tail -n 1)" 2
same "and the repaired answer stays" "$(stored)" "$first"

# taken back, the rows are asked for again
for n in $(q "SELECT id FROM import WHERE kind = 'repair' ORDER BY id DESC"); do
    "$d" -C k undo "$n" > /dev/null 2>&1
done
rm -f k/skrzynka/*.do_poprawy.csv
{ cat full.csv; echo; echo; } > k/skrzynka/w.csv
exits "after an undo" 1 run
same "all four are asked for" "$(($(wc -l < k/skrzynka/w.do_poprawy.csv) - 1))" 4

# a text that begins with a date is told by all of it
for date in '3 maja 2026' 2026-05-03; do
    campaign
    { echo "$head"; row 1 '2026-10-01 10:00:07' 0601011 4 dobre
        row 2 '2026-10-02 10:00:07' 9999999 4 "$date odbył się festyn"; } > bad.csv
    cp bad.csv k/skrzynka/x.csv
    exits "a text that begins with a date" 1 run
    edit $f 'R[1][col("gmina")] = "0601011"'
    exits "its row repaired" 0 run
    sed 's/festyn/kiermasz/' bad.csv > k/skrzynka/y.csv
    exits "another text after $date" 1 run
    check "is asked for" test -e k/skrzynka/y.do_poprawy.csv
done

# a dry run touches nothing, whatever the file
campaign
run > /dev/null # the lock file and the seal of a first run
export_file > x.csv
all() { find k -type f -exec sha256sum {} + | sort; find k -type f -printf '%p %T@ %s\n' | sort; find k -type d | sort; }
before=$(all)
exits "a dry run" 1 "$d" -C k ingest --dry-run x.csv
check "says last that it was one" \
    test "$(tail -n 1 out.txt)" = "Próba: niczego nie zapisano."
same "not a byte" "$(all)" "$before"
"$d" -C k ingest x.csv > /dev/null 2>&1
before=$(all)
sed 's/;"4";"2"/;"5";"2"/' x.csv > x2.csv
exits "a dry run on a full base" 1 "$d" -C k ingest --dry-run x2.csv
same "not a byte either" "$(all)" "$before"
check "nothing beside the file" test ! -e x2.do_poprawy.csv

# a quote that broke a row: all of its line is there to repair, quote and all
for n in 1 2; do
    campaign
    { echo "$head"; row 1 '2026-10-01 10:00:07' 0601011 4 dobre
        row 2 '2026-10-02 10:00:07' 0601011 3 'też dobre'; } > good.csv
    [ "$n" = 1 ] || { cp good.csv k/skrzynka/g.csv && run > out.txt 2>&1; }
    sed 's/"też dobre"/"też" dobre/; s/"OSP 2"/"OSP "2"/' good.csv \
        > k/skrzynka/x.csv
    exits "a stray quote" 1 run
    same "the whole line waits" "$(sed -n 2p $f | cut -d ';' -f 6-12)" \
        '0601011;"""OSP ""2""";3;2;3;4;"""też"" dobre"'
    edit $f 'R[1][7:11] = ["", "5", "", ""]'
    exits "one answer is left" 0 run
    { cat good.csv; echo; } > k/skrzynka/y.csv
    exits "the whole export comes" 0 run
    same "it stands" "$(q 'SELECT count(*), sum(flags & 64) FROM response
        WHERE gone_by IS NULL')" "2|0"
done

# a column that is not in the file takes no earlier answer away
campaign
cp good.csv k/skrzynka/x.csv
exits "all columns" 0 run
first=$(stored)
sed '1s/;L1;/;Inaczej 1;/; 1s/;uwagi/;Inne słowa/' good.csv > k/skrzynka/y.csv
exits "two are named otherwise" 1 run
check "that is said" grep -q 'W138.*zapisów: 2' err.txt
check "and what to do" grep -q 'make-mapping' err.txt
check "it is yellow" grep -q 'Żółty' k/skrzynka/przyjete/y.wynik.html
same "the answers stand" "$(stored)" "$first"
same "open ones too" "$(q "SELECT count(*) FROM text JOIN response r ON
    r.id = response WHERE gone_by IS NULL AND item = 'uwagi'")" 2
cut -d ';' -f 1-10 good.csv > k/skrzynka/z.csv
exits "the last columns are cut off" 1 run
check "the questions are named" grep -q 'W139.*L4' err.txt
same "the answers still stand" "$(stored)" "$first"

# What a file lacks is said of the file, and in the mail; not of its repair.
campaign
sed -i '/^brak_pytan/d' k/diagnoza.ini
export_file > k/skrzynka/x.csv
exits "a file of few questions" 1 run
check "it lacks some" grep -q 'x.csv:1 \[W140\]' err.txt
check "and the last words say so" grep -q 'W140 × 1' out.txt
edit $f 'R[1][col("gmina")] = R[3][col("gmina")]; R[2][col("L1")] = "5"
R[3][col("submitdate")] = "2026-10-04"; R[4][8:12] = ["2", "3", "4", ""]'
exits "its rows repaired" 0 run
check "are all that is asked for" test ! -e $f

# another export of the same name, of another survey or wave, leaves the rows
# that wait alone; one that has them puts its own in their place
campaign
"$d" -C k wave add w --from 2026-03-01 --to 2026-06-30
export_file > k/skrzynka/dane.csv
run > /dev/null 2>&1
f=k/skrzynka/dane.do_poprawy.csv
cp $f waits.csv
"$d" simulate k/skrzynka/dane.csv --survey szkola --profile limesurvey \
    --voivodeship 06 --gminas 3 --damage 0 --seed 5 --from 2026-09-10 --to 2026-10-20
exits "another survey under the same name, all good" 0 run
check "rows that wait are still there" cmp -s waits.csv $f
{ echo "$head" && row 7 '2026-04-02 10:00:07' 9999999 4 'zła gmina' &&
    row 8 '2026-04-03 10:00:07' 0601011 4 'dobra'; } > k/skrzynka/dane.csv
exits "another wave under the same name" 1 run
check "they are still there" cmp -s waits.csv $f
same "and its own row waits under its number" "$(($(wc -l < k/skrzynka/0003-dane.do_poprawy.csv) - 1))" 1
export_file | sed 's/9999999/0601021/' > k/skrzynka/dane.csv
exits "the export again, with less to repair" 1 run
same "takes their place" "$(($(wc -l < $f) - 1))" 3
