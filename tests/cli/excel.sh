#!/bin/bash
# Exports as they come back from Excel, pandas and people: nobody is counted
# twice, nobody is lost, nothing changes unsaid.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

campaign() {
    rm -rf k
    "$d" init k --voivodeship 06 --wave j --from 2026-07-01 --to 2026-11-30 \
        > /dev/null
    sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0/' k/diagnoza.ini
}
q() { sqlite3 k/diagnoza.db "$1"; }
live() { q 'SELECT count(*) FROM response WHERE gone_by IS NULL'; }
# What is stored, but for numbers of imports and lines.
stored() {
    q "SELECT gmina, form, ts, hex(ans), institution, wave FROM response
       WHERE gone_by IS NULL ORDER BY 1, 2, 3, 4" | sha256sum
}
# mangle FROM TO CODE: R holds the rows, header first; w() writes them.
mangle() {
    python3 - "$1" "$2" "$3" <<'P'
import csv, io, re, sys
text = open(sys.argv[1], "rb").read().decode("utf-8-sig")
sep = max(";,", key=text.split("\n")[0].count)
R = list(csv.reader(io.StringIO(text, newline=""), delimiter=sep))
H = R[0]
def each(f):
    for r in R[1:]:
        r[:] = [f(c) for c in r]
def col(name):
    return H.index(name)
def drop(*names):
    keep = [i for i, h in enumerate(H) if h not in names]
    for r in R:
        r[:] = [r[i] for i in keep]
enc, out = "utf-8-sig", ";"
exec(sys.argv[3])
f = io.StringIO(newline="")
csv.writer(f, delimiter=out, lineterminator="\r\n").writerows(R)
open(sys.argv[2], "wb").write(f.getvalue().encode(enc, "replace"))
P
}

"$d" simulate a.csv --survey ngo --gminas 12 --profile limesurvey \
    --from 2026-09-01 --to 2026-11-01 --seed 3
campaign
exits "an export" 0 "$d" -C k ingest a.csv
n=$(live)
first=$(stored)
number=0
while IFS='|' read -r what code; do
    number=$((number + 1))
    mangle a.csv "m$number.csv" "$code"
    exits "$what" 0 "$d" -C k ingest "m$number.csv"
    same "$what: the same answers" "$(live) $(stored)" "$n $first"
done <<'M'
floats|each(lambda c: c + ".0" if re.fullmatch("[1-9][0-9]*", c) else c)
an index column|[r.insert(0, str(i)) for i, r in enumerate(R)]; H[0] = ""
dates, zeros, CP1250, empty rows|each(lambda c: re.sub(r"^(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d):\d\d$", r"\3.\2.\1 \4", c)); each(lambda c: c.lstrip("0") if re.fullmatch(r"0\d{6}", c) else c); R += [[""] * len(H)] * 3; enc = "cp1250"
UTF-16 and tabs|enc, out = "utf-16", "\t"
hard spaces around everything|H[:] = [h + "\u00a0" for h in H]; each(lambda c: "\u00a0%s\u202f " % c if c else c)
numbers above the header|R.insert(0, [str(i + 1) for i in range(len(H))])
capital headers, other order|H[:] = [" %s " % h.upper() for h in H]; R[1:] = R[:0:-1]
M
mangle a.csv lost.csv 'i = col("id")
for r in R[1:]: r[i] = "4,1E+0" + r[i][-1]'
exits "numbers that Excel rounded" 3 "$d" -C k ingest lost.csv
check "are no numbers" grep -q E314 err.txt
mangle a.csv place.csv 'R[1][col("gmina")] = "6,01E+05"'
exits "a code that Excel rounded" 1 "$d" -C k ingest place.csv
check "is said to be one" grep -q 'E302.*6,01E+05.*zaokrąglił Excel' err.txt
mangle a.csv twice.csv 'R += R[:]'
exits "an export pasted twice" 0 "$d" -C k ingest twice.csv
check "its rows are told" grep -q 'W554' err.txt
check "and nobody is marked" bash -c '! grep -q znacznik out.txt'
mangle a.csv title.csv 'R.insert(0, ["Wyniki ankiety"] + [""] * (len(H) - 1))'
exits "a title above the header" 0 "$d" -C k ingest title.csv
check "it is said" grep -q "W131" err.txt
same "and nothing changed" "$(live) $(stored)" "$n $first"

# Without numbers of its own: Google Forms.
"$d" simulate g.csv --survey mieszkancy --gminas 5 --profile google \
    --from 2026-09-01 --to 2026-11-01 --seed 4
campaign
mangle g.csv g0.csv 'drop("nrFormularza", "forma", "wersja", "tryb", "token")'
exits "an export without numbers" 0 "$d" -C k ingest g0.csv
n=$(live)
first=$(stored)
mangle g0.csv g1.csv 'enc = "utf-16"; R[1:] = R[:0:-1]'
exits "saved again" 0 "$d" -C k ingest g1.csv
same "makes nobody twice" "$(live) $(stored)" "$n $first"
mangle g0.csv g3.csv '[r.reverse() for r in R]'
exits "the other way round" 0 "$d" -C k ingest g3.csv
same "keeps its dates, and nobody is twice" "$(live) $(stored)" "$n $first"
mangle g0.csv g4.csv 'H[1:] = ["%d. %s" % (i, h) for i, h in enumerate(H[1:], 1)]'
exits "numbered questions" 0 "$d" -C k ingest g4.csv
same "are the same questions" "$(live) $(stored)" "$n $first"
mangle g0.csv g2.csv 'r = R[3]
i = [k for k, c in enumerate(r) if c == "raczej tak"][0]
r[i] = "raczej nie"; del R[5:8]'
exits "one answer corrected, three rows deleted" 0 "$d" -C k ingest g2.csv
same "one is replaced, none lost, none twice" "$(live) $(q 'SELECT n_loaded,
    n_replaced FROM import ORDER BY id DESC LIMIT 1')" "$n 0|1"
"$d" -C k undo 5 > /dev/null 2>&1
same "and the undo gives the old one back" "$(live) $(stored)" "$n $first"

# "########" is what Excel writes of a date whose column is too narrow.
"$d" simulate h.csv --survey ngo --gminas 5 --profile hand \
    --from 2026-09-01 --to 2026-11-01 --seed 4
campaign
mangle h.csv h1.csv 'R[1][0] = R[2][0] = "########"'
exits "dates that Excel had no room for" 1 "$d" -C k ingest h1.csv
same "are no rows of help" "$(grep -c E305 h1.do_poprawy.csv)" 2

# Undo of overlapping exports.
campaign
mangle a.csv half.csv 'del R[15:]'
"$d" -C k ingest half.csv > /dev/null 2>&1
"$d" -C k ingest a.csv > /dev/null 2>&1
n=$(live)
first=$(stored)
"$d" -C k undo 1 > /dev/null 2> err.txt
same "a later export holds the rows too" "$(live) $(stored)" "$n $first"
check "that is said" grep -q 'W557.*: 14' err.txt
"$d" -C k undo 2 > /dev/null 2>&1
same "with it they go" "$(live)" 0
exits "loaded again" 0 "$d" -C k ingest a.csv
same "they are there" "$(live)" "$n"
campaign
mangle a.csv new.csv 'i = col("M11"); R[1][i] = "1" if R[1][i] != "1" else "2"'
"$d" -C k ingest a.csv > /dev/null 2>&1
"$d" -C k ingest new.csv > /dev/null 2>&1
"$d" -C k undo 1 > /dev/null 2>&1
"$d" -C k undo 2 > /dev/null 2>&1
same "what was undone does not come back" "$(live)" 0

# Half-filled, then sent; the older export comes last.
campaign
mangle a.csv part.csv 'R[1][col("submitdate")] = ""; del R[2:]'
"$d" -C k ingest a.csv > /dev/null 2>&1
first=$(stored)
exits "an older state of an answer" 0 "$d" -C k ingest part.csv
same "does not replace the sent one" "$(stored)" "$first"

# Two surveys of one group with the same numbers and no dates.
campaign
mangle a.csv anon.csv 'for r in R[1:]: r[col("submitdate")] = "1980-01-01 00:00:00"'
"$d" simulate b.csv --survey ngo --gmina 0602032 --profile limesurvey \
    --from 2026-09-01 --to 2026-11-01 --seed 9
mangle b.csv other.csv 'for r in R[1:]: r[col("submitdate")] = "1980-01-01 00:00:00"'
"$d" -C k ingest anon.csv > /dev/null 2>&1
first=$(stored)
exits "another survey with the same numbers" 3 "$d" -C k ingest other.csv
same "replaces nobody" "$(stored)" "$first"

# Several surveys in one file, a row that does not say which.
campaign
"$d" simulate all.csv --gminas 6 --profile limesurvey \
    --from 2026-09-01 --to 2026-11-01 --seed 5
mangle all.csv some.csv 'R[2][col("forma")] = ""'
exits "a row without its group" 1 "$d" -C k ingest some.csv
check "is rejected" grep -q E310 err.txt

# The repair loop, with a date of another wave.
campaign
"$d" -C k wave add wiosna --from 2026-03-01 --to 2026-05-31 > /dev/null
mangle a.csv k/skrzynka/x.csv 'r = R[1]; i = col("M11"); r[i] = "9"
r[col("submitdate")] = "2026-04-05 10:00:00"; R[2][i] = "7"'
exits "two bad cells" 1 "$d" -C k run --only ingest
n=$(live)
cp k/skrzynka/przyjete/x.csv again.csv
mangle k/skrzynka/x.do_poprawy.csv k/skrzynka/x.do_poprawy.csv 'i = col("M11")
R[1][i] = R[2][i] = "2"
R[1][col("submitdate")] = "05.10.2026 10:00"; enc = "cp1250"'
exits "repaired in Excel" 0 "$d" -C k run --only ingest
same "nobody stands in two waves" "$(live) $(q 'SELECT count(*) FROM response
    WHERE wave = 2 AND gone_by IS NULL')" "$n 0"
check "and the loop is closed" test ! -e k/skrzynka/x.do_poprawy.csv
first=$(stored)
mangle again.csv k/skrzynka/y.csv 'pass'
"$d" -C k run --only ingest > /dev/null 2>&1
same "the export with the mistakes changes nothing" "$(stored)" "$first"

# A repair of what was undone, and of nothing.
campaign
mangle a.csv bad.csv 'R[1][col("M11")] = "9"'
"$d" -C k ingest bad.csv > /dev/null 2>&1
mangle bad.do_poprawy.csv good.csv 'R[1][col("M11")] = "2"'
mangle good.csv nothing.csv 'R[1][col("_wiersz")] = "x"'
exits "a repair that points nowhere" 1 "$d" -C k ingest nothing.csv --json
check "is rejected" grep -q E312 out.txt
"$d" -C k undo 1 > /dev/null 2>&1
exits "a repair of an import undone" 3 "$d" -C k ingest good.csv
same "brings nobody back" "$(live)" 0
"$d" -C k ingest bad.csv > /dev/null 2>&1
exits "once the file is there again" 0 "$d" -C k ingest good.csv
same "it repairs its row" "$(live)" "$n"

# Corrections under way are not written over.
campaign
mangle a.csv k/skrzynka/x.csv 'R[1][col("M11")] = "9"'
"$d" -C k run --only ingest > /dev/null 2>&1
mangle k/skrzynka/x.do_poprawy.csv k/skrzynka/x.do_poprawy.csv \
    'R[1][col("M11")] = "2"'
mangle a.csv k/skrzynka/x.csv 'R[3][col("M11")] = "8"'
"$d" -C k run --only ingest > /dev/null 2>&1
same "the correction was taken" "$(q "SELECT count(*) FROM import WHERE
    kind = 'repair' AND n_replaced + n_same = 1")" 1
check "the new problem has its own file" \
    test -s k/skrzynka/0002-x.do_poprawy.csv
