#!/bin/bash
# Every shape that a tool writes, all groups in one file: loaded as written and
# as Excel, pandas and a workbook leave it, it holds the same answers.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA
t=$ROOT/tests
"$d" init new --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 > init.txt

# load FILE OUT [nodate]: its answers as a sorted list
load() {
    cp -a new k
    "$d" -C k ingest "$1" > out.txt 2> err.txt || {
        echo "# $1: exit $?"
        grep -v W351 err.txt | head -n 3
        tail -n 2 out.txt
    }
    "$t/answers.py" k $3 > "$2"
    rm -rf k
}
write() {
    "$d" simulate "$1.csv" --profile "$1" --gminas 3 --scale 30 --seed 5 \
        --from 2026-09-15 --to 2026-10-20
}

shapes=$("$d" simulate x.csv --profile '?' 2>&1 | grep -o 'profili: [^.]*' |
    sed 's/profili: //; s/, / /g')
write kobo
load kobo.csv want.txt
check "there are answers" test "$(wc -l < want.txt)" -gt 20
sed -E "s/'2026-[0-9-]+'/''/" want.txt | sort > want-nodate.txt
same "there are many shapes" "$(($(echo $shapes | wc -w) >= 18))" 1

# Here each shape in one of the four; tests/full/shapes.sh wants them all.
all='written excel pandas xlsx'
turn=0
for shape in $shapes; do
    want=want.txt nodate=
    # an anonymous survey keeps no dates
    [ "$shape" = limesurvey-em ] && want=want-nodate.txt nodate=nodate
    write "$shape"
    turn=$((turn % 4 + 1))
    for how in ${SHAPES_ALL:-$(echo $all | cut -d' ' -f$turn)}; do
        name=$shape-$how.csv
        if [ "$how" = written ]; then cp "$shape.csv" "$name"; else
            "$t/resave.py" "$how" "$shape.csv" "$name"
        fi
        load "$name" got.txt $nodate
        check "$shape, $how" cmp -s got.txt $want
    done
done

# Nobody pressed the last button: LimeSurvey still tells the day of the last
# answer, and by that day the answers belong to one of two waves.
"$d" simulate pelny.csv --survey jst --profile limesurvey --gminas 4 --seed 5 \
    --from 2026-09-15 --to 2026-10-20 > out.txt
python3 - <<'P'
rows = open("pelny.csv", encoding="utf-8-sig").read().split("\n")
out = [rows[0].replace('"submitdate",', '"submitdate","datestamp",')]
for r in rows[1:]:
    cells = r.split(",", 2)
    out.append(r if len(cells) < 3 else f"{cells[0]},,{cells[1]},{cells[2]}")
open("niepelny.csv", "w", encoding="utf-8").write("\n".join(out))
P
cp -a new k
"$d" -C k wave add wiosna --from 2027-01-01 --to 2027-06-30 > out.txt
exits "answers that nobody sent, two waves" 0 "$d" -C k ingest niepelny.csv
check "they are told as such" grep -q W553 err.txt
"$t/answers.py" k > got.txt
rm -rf k
load pelny.csv want.txt
check "the last touch is their date" cmp -s got.txt want.txt
check "there are such answers" test -s want.txt

# The tool may tell of that day what is no day.
sed -E '2s/,,"[^"]*",/,,"brak",/' niepelny.csv > bez.csv
cp -a new k
exits "a last touch that is no date" 0 "$d" -C k ingest bez.csv
same "is none" "$(sqlite3 k/diagnoza.db "SELECT count(*) FROM response
    WHERE ts = ''")" 1
rm -rf k

# Two open waves: begun in one and sent in the other, it is one answer.
sed -E '2,$s/^("[^"]*"),,"[^"]*",/\1,,"2026-08-30 10:00:00",/' niepelny.csv \
    > sierpien.csv
q() { sqlite3 k/diagnoza.db "SELECT count(*) || ' ' || count(DISTINCT wave)
    || ' ' || sum(flags & 1) FROM response WHERE gone_by IS NULL"; }
cp -a new k
"$d" -C k wave add lato --from 2026-05-01 --to 2026-08-31 > out.txt
exits "begun in one wave" 0 "$d" -C k ingest sierpien.csv
begun=$(q)
exits "sent in the other" 0 "$d" -C k ingest pelny.csv
same "nobody is there twice" "$(q)" "${begun%% *} 1 0"
same "it is told" "$(sqlite3 k/diagnoza.db "SELECT n_loaded || ' ' ||
    n_replaced FROM import ORDER BY id DESC LIMIT 1")" "0 ${begun%% *}"
sed "s/10:00:00/11:00:00/" sierpien.csv > starszy.csv
exits "an older export" 0 "$d" -C k ingest starszy.csv
same "nothing comes back" "$(q)" "${begun%% *} 1 0"
sed "s/2026-08-30 1/2026-04-01 1/" sierpien.csv > kwiecien.csv
exits "a day of no wave" 3 "$d" -C k ingest kwiecien.csv
check "is told with its column" grep -q '"datestamp".*2026-04-01' err.txt
"$d" -C k undo 2 > out.txt 2>&1
same "undone, what was begun stands again" "$(q)" "$begun"
rm -rf k

# In a sheet made by hand the next column of time is often one of hours.
"$d" simulate arkusz.csv --survey jst --profile generic --gminas 4 --seed 5 \
    --from 2026-09-15 --to 2026-10-20 > out.txt
sed -E '1s/^([^;]*;[^;]*);/\1;Czas;/; 2,$s/^([0-9]+);[^;]*;/\1;;14:30;/' \
    arkusz.csv > godziny.csv
cp -a new k
exits "a column of hours" 0 "$d" -C k ingest godziny.csv
rm -rf k
