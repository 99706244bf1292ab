#!/bin/bash
# Marks of quality: set where they must be, nowhere else, and nothing is lost.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

"$d" init k --voivodeship 06 --wave j --from 2026-09-01 --to 2026-11-30 \
    > /dev/null
sed -i 's/^\[parametry\]/[parametry]\nodczekaj = 0/' k/diagnoza.ini
q() { sqlite3 k/diagnoza.db "$1"; }
"$d" simulate a.csv --survey ngo --gmina 0601011 --scale 400 \
    --profile limesurvey --from 2026-09-01 --to 2026-11-01 --seed 3
python3 - <<'P'
import csv, io
text = open("a.csv", encoding="utf-8-sig", newline="").read()
sep = max(";,", key=text.split("\n")[0].count)
R = list(csv.reader(io.StringIO(text, newline=""), delimiter=sep))
H = R[0]
col = H.index
H.append("startdate")
base = R[1][:]
rows = []
def row(n, **change):
    r = base + ["2026-10-05 10:00:00"]
    # no two alike unless wanted
    r[col("M11")], r[col("M12")] = str(1 + n % 5), str(1 + n // 5 % 5)
    r[col("O11")] = str(1 + n // 25 % 5)
    r[col("id")] = str(n)
    r[col("submitdate")] = "2026-10-05 10:20:00"
    for name in ("nrFormularza", "token", "tryb"):
        r[col(name)] = ""
    for name, value in change.items():
        r[col(name)] = value
    rows.append(r)
scales = [h for h in H if h[0] in "MOB" and h[1:].isdigit()]
same = {h: "4" for h in scales}
row(1)
row(2, submitdate="2026-10-05 10:00:30")              # fast
row(3, submitdate="2026-10-05 10:00:30", tryb="papier")
row(4, submitdate="2026-10-05 10:00:30", tryb="wywiad")
row(5, submitdate="2026-10-05 10:00")                 # no seconds to judge by
row(6, startdate="")
row(7, **same)                                        # straight and uniform
row(8, **{h: "4" for h in scales if h[0] == "M"})     # straight
row(9, **{**same, "M11": "5", "O11": "5"})                      # neither
row(10, **{h: "" for h in scales})                    # nothing answered
row(11, submitdate="2026-10-07 10:20:00")
row(12, submitdate="2026-10-07 10:25:00")             # twin of 11
row(13, submitdate="2026-10-07 10:45:00")             # too late for one
row(14, submitdate="2026-10-07 10:46:00", tryb="papier")  # nor on paper
for r in rows[11:]:
    for name in ("M11", "M12", "O11"):
        r[col(name)] = rows[10][col(name)]
row(15, nrFormularza="0601011-ngo-001")
row(16, nrFormularza="0601011-ngo-001")               # the same form again
row(17, nrFormularza="0601011-jst-002")               # another group's form
row(18, nrFormularza="0601021-ngo-003")               # another gmina's
row(19, nrFormularza="karta 12")
row(20, token="abc")
row(21, token="abc")
row(23, submitdate="2026-10-05 10:00:00")             # one moment, no time
row(24, **{**same, "M22": "", "O12": ""})             # all one way: may be meant
row(25, forma="jst")                                  # a link of another group
row(26, forma="ngo")
row(22, submitdate="1980-01-01 00:00:00", startdate="1980-01-01 00:00:00")
with open("b.csv", "w", encoding="utf-8", newline="") as f:
    csv.writer(f, delimiter=sep).writerows([H] + rows)
P
exits "an export" 0 "$d" -C k ingest b.csv
same "nothing is left out" "$(q 'SELECT count(*) FROM response WHERE gone_by IS
    NULL')" 26
marked() { q "SELECT group_concat(record, ' ') FROM (SELECT record FROM response
    WHERE flags & $1 ORDER BY record)"; }
same "fast" "$(marked 4)" "2"
same "a battery answered alike" "$(marked 8)" "7 8"
same "all answered alike" "$(marked 256)" "7"
same "twins" "$(marked 32)" "12"
same "the same form" "$(marked 512)" "16 21"
same "somebody else's form" "$(marked 1024)" "17 18 24"
check "counted in the verdict" grep -q 'znacznik blizniak: 1 ' out.txt
exits "outside the wave" 0 "$d" -C k wave add zima --from 2027-01-01 --to 2027-02-01
sed 's/2026-10-05 10:20:00/2026-08-05 10:20:00/; 3,$d' b.csv > c.csv
sed -i 's/2026-10-05 10:00:00/2026-08-05 10:00:00/' c.csv
exits "is loaded by --wave" 0 "$d" -C k ingest --wave j c.csv --json
same "and marked" "$(marked 16)" 1
check "in JSON too" grep -q '"marks":{"blizniak":0,.*"poza_fala":1' out.txt

# the analyst's results have the counts, the cells of a gmina have none
exits "figures" 0 "$d" -C k analyze --wave j
same "counted for the group" "$(q "SELECT n || ' z ' || total FROM result WHERE
    key = 'znacznik.numer' AND grp = 'ngo'")" "2 z 25"
same "and nowhere else" "$(q "SELECT count(*) FROM cell WHERE key LIKE
    'znacznik%'") $(q "SELECT count(*) FROM measure WHERE key LIKE
    'znacznik%'")" "0 0"

# while somebody's wish to be forgotten is kept, each row is read twice: a row
# is no twin of itself
exits "somebody is forgotten" 0 "$d" -C k erase 1:19
sed 's/2026-10-0/2026-09-0/g' b.csv > d.csv
sed -i -E '2,$s/^"?([0-9]+)"?/9\1/' d.csv
twins() { q "SELECT count(*) FROM response WHERE flags & $1 AND import =
    (SELECT max(id) FROM import)"; }
exits "another export, of it a row without a day" 1 "$d" -C k ingest d.csv
same "its twins" "$(twins 32)" 1
same "its same forms" "$(twins 512)" 2
