#!/bin/bash
# Every answer back to its file and cell: what `history NUMBER ROW` says is
# looked up in the file itself.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

"$d" init k --voivodeship 06 --wave j --from 2026-09-01 --to 2026-11-30 \
    > /dev/null
n=0
for profile in limesurvey kobo google hand; do
    n=$((n + 1))
    "$d" simulate $profile.csv --survey szkola --gmina 0601011,0601021 \
        --profile $profile --from 2026-09-01 --to 2026-11-01 --seed $n 2> /dev/null ||
        "$d" simulate $profile.csv --survey szkola --gmina 0601011 --scale 300 \
            --profile $profile --from 2026-09-01 --to 2026-11-01 --seed $n
    "$d" -C k ingest $profile.csv > out.txt 2>&1
    "$d" -C k history $n 2 > origin.txt 2>&1
    "$d" -C k history $n 3 >> origin.txt 2>&1
    check "$profile: each answer stands in its cell" python3 - $profile.csv <<'P'
import csv, io, re, sys
text = open(sys.argv[1], "rb").read().decode("utf-8-sig")
sep = max(";,", key=text.split("\n")[0].count)
rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sep))
seen = 0
for line in open("origin.txt", encoding="utf-8"):
    m = re.match(r"  (\S+) +(\S+?)(?: \((.*)\))?  \[([A-Z]+)(\d+)\]$", line)
    if not m or m[1] in ("bariery", "priorytety", "potrzeby", "korzysci",
                         "doswiadczenie"):
        continue
    column = 0
    for c in m[4]:
        column = column * 26 + ord(c) - 64
    cell = rows[int(m[5]) - 1][column - 1]
    if cell not in (m[2], m[3]) and not (m[2] == "(puste)" and not cell):
        print("#", line.strip(), "but the cell holds", cell)
        sys.exit(1)
    seen += 1
print("#", seen)
sys.exit(seen < 60)
P
    same "$profile: the hash is the file's" \
        "$(grep -o 'SHA-256 [0-9a-f]*' origin.txt | head -n 1)" \
        "SHA-256 $(sha256sum < $profile.csv | cut -d ' ' -f 1)"
done

# line and row differ when cells hold line breaks
"$d" -C k undo 1 > /dev/null 2>&1
python3 - <<'P'
import csv, io
text = open("limesurvey.csv", "rb").read().decode("utf-8-sig")
sep = max(";,", key=text.split("\n")[0].count)
R = list(csv.reader(io.StringIO(text, newline=""), delimiter=sep))
at = R[0].index
R[1][at("uwagi")] = "jedna\ndruga\ntrzecia"
R[2][at("M11")] = "9"
csv.writer(open("lines.csv", "w", encoding="utf-8", newline=""),
           delimiter=sep).writerows(R)
P
exits "an export with line breaks and a bad cell" 1 "$d" -C k ingest lines.csv
i=$("$d" -C k history | grep -c .)
"$d" -C k history "$i" 3 > origin.txt
check "the line is the file's" grep -q "linia 5 w pliku" origin.txt
check "the bad cell is named" grep -q "Do poprawy: E203 [A-Z]*3, było: 9" origin.txt
python3 - <<'P'
import csv
R = list(csv.reader(open("lines.do_poprawy.csv", encoding="utf-8-sig",
                         newline=""), delimiter=";"))
R[1][R[0].index("M11")] = "4"
csv.writer(open("lines.do_poprawy.csv", "w", encoding="utf-8-sig", newline=""),
           delimiter=";").writerows(R)
P
exits "repaired" 0 "$d" -C k ingest lines.do_poprawy.csv
"$d" -C k history "$i" 3 > origin.txt
same "both versions are told" "$(grep -c '^  import' origin.txt)" 3
check "and who repaired it" grep -q "poprawił to import $((i + 1))" origin.txt
exits "a row that is not there" 2 "$d" -C k history 1 9999
exits "an import that is not there" 2 "$d" -C k history 99 2
exits "no number" 2 "$d" -C k history x
