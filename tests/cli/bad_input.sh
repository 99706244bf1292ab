#!/bin/bash
# What analysts really drop into the inbox: each gets one clear sentence with
# its code and the right exit status, and the database is as it was or whole.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA
"$d" init k --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 > init.txt
"$d" simulate good.csv --survey ngo --profile hand --gminas 12 --scale 400 \
    --from 2026-09-15 --to 2026-10-20
rows() { sqlite3 k/diagnoza.db 'SELECT count(*) FROM response WHERE gone_by IS NULL'; }
gmina_of() { sqlite3 k/diagnoza.db "SELECT count(*) FROM response WHERE gmina='$1'"; }

# refused NAME CODE FILE [EXIT]: nothing in, the code is named once
refused() {
    local before after
    before=$(rows)
    exits "$1: exit ${4:-3}" "${4:-3}" "$d" -C k ingest "$3"
    after=$(rows)
    same "$1: database as it was" "$after" "$before"
    check "$1: $2 is named" grep -q "\[$2\]" err.txt
}
code() { # code of a status by its name in the list
    awk -v s="S($1," 'index($0, s) {match($0, /"[EW][0-9]+"/)
        print substr($0, RSTART + 1, RLENGTH - 2); exit}' "$ROOT/core/status.def"
}

: > empty.csv
exits "an empty file" 3 "$d" -C k ingest empty.csv
mkdir folder.csv
exits "a directory" 3 "$d" -C k ingest folder.csv
printf '%%PDF-1.4\n1 0 obj\n' > raport.csv
exits "a PDF by another name" 3 "$d" -C k ingest raport.csv
check "the menu entry that helps is named" grep -q "CSV UTF-8" err.txt
"$d" inspect --json raport.csv > out.txt 2> err.txt
check "inspect has its keys for that, too" grep -q \
    '"file":"raport.csv".*"profile":"","rows":null,.*"problems":1}' out.txt
printf 'a;b;c\n1;2;3\n' > other.csv
exits "a header that fits no survey" 3 "$d" -C k ingest other.csv
exits "no such file" 3 "$d" -C k ingest none.csv
same "nothing came in" "$(rows)" 0

head -n 1 good.csv | sed 's/;M12;/;M11;/' > twice.csv
tail -n +2 good.csv >> twice.csv
exits "two columns for one question" 3 "$d" -C k ingest twice.csv
same "still nothing" "$(rows)" 0

# an unclosed quote on line 3 of 500
head -n 1 good.csv > quote.csv
tail -n +2 good.csv | sed -n '1,499p' |
    awk 'NR == 2 {sub(/;/, ";\"")} {print}' >> quote.csv
n=$("$d" inspect --json good.csv | sed 's/.*"rows":\([0-9]*\).*/\1/')
exits "an unclosed quote" 1 "$d" -C k ingest quote.csv
check "at its opening line" grep -q "quote.csv:3" err.txt
loaded=$(rows)
same "every other row is in" "$loaded" $((n - 1))
check "the bad row waits for repair" test -s quote.do_poprawy.csv

# a gmina of another voivodeship; a TERYT that lost its zero
"$d" init k2 --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 > init.txt
"$d" simulate w.csv --survey szkola --profile hand --gminas 5 \
    --from 2026-09-15 --to 2026-10-20
teryt=$(head -n 2 w.csv | tail -n 1 | grep -o '06[0-9]\{5\}' | head -n 1)
sed "2s/$teryt/1465011/" w.csv > foreign.csv
exits "a gmina of another voivodeship" 1 "$d" -C k2 ingest foreign.csv
check "that row waits for repair" grep -q 1465011 foreign.do_poprawy.csv
"$d" init k3 --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 > init.txt
sed "s/$teryt/${teryt#0}/" w.csv > zero.csv
exits "a TERYT without its zero is repaired" 0 "$d" -C k3 ingest zero.csv
check "and said" grep -q "${teryt#0}\|$teryt" err.txt
same "and stored whole" "$(sqlite3 k3/diagnoza.db \
    "SELECT count(*) > 0 FROM response WHERE gmina = '$teryt'")" 1

# a 5 MB cell
{
    head -n 2 w.csv | head -c -1
    head -c 5000000 /dev/zero | tr '\0' x
    echo
    tail -n +3 w.csv
} > huge.csv
"$d" init k4 --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 > init.txt
exits "a cell of 5 MB" 1 "$d" -C k4 ingest huge.csv
got=$(sqlite3 k4/diagnoza.db 'SELECT count(*) FROM response')
check "the other rows are in" test "$got" -ge $(($(wc -l < w.csv) - 2))

# a campaign of a newer version, a foreign file
cp -r k3 newer
sqlite3 newer/diagnoza.db 'PRAGMA user_version = 99' > /dev/null
exits "a campaign of a newer version" 4 "$d" -C newer ingest w.csv
echo "this is no database" > newer/diagnoza.db
exits "a file that is no database" 4 "$d" -C newer status

# a full disk and a read-only one, on a small file system of our own
if unshare -m true 2> /dev/null; then
    unshare -m bash -c '
        mkdir small && mount -t tmpfs -o size=3m tmpfs small || exit 99
        cp -r k3 small/k && rm -f small/k/archiwum/* || exit 99
        before=$(sqlite3 small/k/diagnoza.db "SELECT count(*) FROM response")
        head -c 3000000 /dev/zero > small/filler 2> /dev/null
        cp good.csv many.csv
        "$DIAGNOZA" -C small/k ingest many.csv > full.txt 2>&1
        echo $? > full.rc
        rm -f small/filler
        after=$(sqlite3 small/k/diagnoza.db "SELECT count(*) FROM response")
        sqlite3 small/k/diagnoza.db "PRAGMA integrity_check" > full.check
        echo "$before $after" > full.rows
        mount -o remount,ro small
        "$DIAGNOZA" -C small/k ingest many.csv > ro.txt 2>&1
        echo $? > ro.rc'
    if [ $? -ne 99 ]; then
        same "a full disk: exit" "$(cat full.rc)" 4
        same "a full disk: database whole" "$(cat full.check)" ok
        read -r before after < full.rows
        same "a full disk: nothing half in" "$after" "$before"
        same "a read-only campaign: exit" "$(cat ro.rc)" 4
        check "a read-only campaign: said" grep -q "\[E7" ro.txt
    else
        skipped "no small file system could be mounted"
    fi
else
    skipped "no mount namespace here"
fi
