#!/bin/bash
# The catalogue of errors: every code about answers (families 1 to 5) has a row
# in fixtures/errors/errors.csv with the command that meets it, a wrong and a
# right example; the command must say the code and end with the exit status of
# its row in status.def.  Files of ROW and CELL codes keep their good rows and
# wait in the repair file.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18
table=$ROOT/fixtures/errors/errors.csv
d=$DIAGNOZA

# ---- words of the commands in the table ----
# root without its right to read everything
mortal=()
[ "$(id -u)" != 0 ] ||
    mortal=(setpriv --bounding-set=-dac_override,-dac_read_search)
ingest() { timeout 20 "${mortal[@]}" "$d" -C k ingest --json "$@"; }
inspect() { "$d" inspect --json "$@"; }
undo() { "$d" -C k undo --json "$@" < /dev/null; }
erase() { "$d" -C k erase --json "$@" < /dev/null; }
purge() { "$d" -C k purge --json "$@" < /dev/null; }
freeze() { "$d" -C k freeze --json "$@" < /dev/null; }
history() { "$d" -C k history --json "$@"; }
explain() { "$d" -C k explain --json "$@"; }
results() { ingest W551.csv --survey ngo && "$d" -C k run > /dev/null; }
setting() { sed -i "s/^\[parametry\]/[parametry]\n$1 = $2/" k/diagnoza.ini; }
long() { sed "s/@/$(head -c 70000 /dev/zero | tr '\0' x)/" "$1"; }
two_waves() {
    "$d" -C k wave add wiosna --from 2026-03-01 --to 2026-04-30 &&
        "$d" -C k wave add zima --from 2027-01-01 --to 2027-01-31
} > /dev/null
no_wave() { sqlite3 k/diagnoza.db 'DELETE FROM wave'; }
closed_wave() {
    "$d" -C k wave add stara --from 2026-05-01 --to 2026-06-30 > /dev/null &&
        sqlite3 k/diagnoza.db "UPDATE wave SET closed = 1 WHERE name = 'stara'"
}
growing() { # the file gets longer while it is read
    cp "$1" "$2"
    (while :; do printf '\n\n\n\n\n\n\n\n\n\n'; done >> "$2") &
    until [ "$(stat -c %s "$2")" -gt 9000 ]; do :; done
    local rc=0 i
    for i in {1..50}; do # a busy machine may not let it grow in time
        ingest "$2" --survey ngo
        rc=$?
        [ $rc = 3 ] && break
    done
    kill %% 2> /dev/null
    wait
    return $rc
}
required_l1() { sed -i 's/rozwijać\.,,,/rozwijać.,,tak,/' k/ankiety/ngo.csv; }
sheet_of() { # FILE [dwa|ukryty|drugi|wybor|formula|bomba]: W551.csv as a workbook
    python3 - "$1" "${2:-}" << 'P'
import csv, sys, zipfile
from xml.sax.saxutils import escape
rows = list(csv.reader(open("W551.csv", encoding="utf-8")))
what = sys.argv[2]
rows += [["x" * 40]] * 60000 if what == "bomba" else []
def cell(text, r, c):
    ref = f"{chr(65 + c)}{r + 1}"
    if what == "formula" and r == 1 and c == 7:
        return f'<c r="{ref}"><f>1+1</f><v>2</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
def sheet(rows):
    return ('<worksheet xmlns="http://schemas.openxmlformats.org/'
            'spreadsheetml/2006/main"><sheetData>' + "".join(
        f'<row r="{r + 1}">' + "".join(cell(t, r, c) for c, t in
        enumerate(row)) + "</row>" for r, row in enumerate(rows)) +
        "</sheetData></worksheet>")
held = {"dwa": [rows, []], "ukryty": [rows, []], "drugi": [[], rows],
        "wybor": [[], rows, rows]}.get(what, [rows])
state = ' state="hidden"' if what == "ukryty" else ""
M = "http://schemas.openxmlformats.org/"
z = zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED)
z.writestr("[Content_Types].xml", f'<Types xmlns="{M}package/2006/content-types">'
  '<Default Extension="xml" ContentType="application/xml"/><Default Extension='
  '"rels" ContentType="application/vnd.openxmlformats-package.relationships+xml'
  '"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
  'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
z.writestr("_rels/.rels", f'<Relationships xmlns="{M}package/2006/relationships">'
  f'<Relationship Id="rId1" Type="{M}officeDocument/2006/relationships/'
  'officeDocument" Target="xl/workbook.xml"/></Relationships>')
z.writestr("xl/workbook.xml", f'<workbook xmlns="{M}spreadsheetml/2006/main" '
  f'xmlns:r="{M}officeDocument/2006/relationships"><sheets>' +
  "".join(f'<sheet name="{name}" sheetId="{i}"{state if i == 2 else ""} '
  f'r:id="rId{i}"/>' for i, name in zip(range(1, len(held) + 1),
  ("Dane", "Notatki", "Kopia"))) + "</sheets></workbook>")
z.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{M}package/'
  '2006/relationships">' + "".join(f'<Relationship Id="rId{i}" Type="{M}'
  f'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{i}'
  '.xml"/>' for i in range(1, len(held) + 1)) + "</Relationships>")
for i, content in enumerate(held, 1):
    z.writestr(f"xl/worksheets/sheet{i}.xml", sheet(content))
z.close()
P
}

# ---- the table against the list ----
known=$(grep -oE '^S\([A-Z0-9_]+, "[EW][0-9]+"' "$ROOT/core/status.def" |
    grep -oE '[EW][0-9]+')
same "no code stands for two things" "$(sort <<< "$known" | uniq -d)" ""
wanted=$(grep '^[EW][1-5]' <<< "$known" | sort)
rows=$(tail -n +2 "$table" | cut -d';' -f1 | sort)
same "every code has its example, every example its code" \
    "$(diff <(echo "$wanted") <(echo "$rows"))" ""

# a row without a command has a test of its own
for code in $(grep -oE '^[EW][0-9]+;-;' "$table" | cut -d';' -f1); do
    check "$code: another test meets it" \
        grep -rqE "$code|STATUS_$(grep -oE "^S\([A-Z_0-9]+, \"$code\"" \
        "$ROOT/core/status.def" | grep -oE '[A-Z_0-9]+' | sed -n 2p)\b" \
        "$ROOT/tests/cli" "$ROOT/tests/unit"
done
# both languages, and a hint in both or in neither
same "every code has its sentence in both languages" "$(python3 - "$ROOT/core/status.def" << 'P'
import re, sys
for m in re.finditer(r'^S\((.*?)\)\n(?=\n|S\(|/\*|\Z)',
                     open(sys.argv[1], encoding="utf-8").read(), re.M | re.S):
    part = re.findall(r'(?:"(?:[^"\\]|\\.)*"\s*)+', m[1])
    text = ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', p)) for p in part]
    if m[1].startswith("OK,"):
        continue
    args = [sorted(set(re.findall(r"\{\d\}", t))) for t in text]
    if len(text) != 5 or not text[1] or not text[2] or \
            bool(text[3]) != bool(text[4]) or args[1] != args[2]:
        print(text[0], len(text))
P
)" ""

# ---- one campaign, copied for each ----
"$d" init leer --voivodeship 06 --wave j --from 2026-09-01 --to 2026-12-31 \
    > out.txt 2>&1 || cat out.txt
# the examples have a few questions only
sed -i 's/^\[parametry\]/[parametry]\nbrak_pytan = 100/' leer/diagnoza.ini
python3 -c "import csv, sys
for r in csv.DictReader(open(sys.argv[1], encoding='utf-8'), delimiter=';'):
    print(r['code'], r['command'])" "$table" > commands.txt
while read -r code command; do
    [ "$command" = - ] && continue
    read -r severity want < <(grep -oE "\"$code\", [A-Z]+, [0-9]+" \
        "$ROOT/core/status.def" | sed 's/.*", //; s/,//')
    rm -rf w && mkdir w && cp -r leer w/k
    cp "$ROOT"/fixtures/errors/*.* w/
    rc=0
    (cd w && eval "$command") > out.txt 2>&1 || rc=$?
    # notes say nothing about how the command ends
    [ "$severity" = NOTE ] || same "$code: exit status" "$rc" "$want"
    if grep -q "\"$code\"" out.txt; then ok "$code: said"; else
        not_ok "$code: said"
        sed 's/^/  /' out.txt | head -5
    fi
    case $command in
    *zaproszeni* | *do_poprawy* | *E312* | *E315*) continue ;; # files of other kinds
    esac
    loaded=$(grep -o '"loaded":[0-9]*' out.txt | tail -n 1 | grep -o '[0-9]*')
    case $severity in
    FILE)
        check "$code: nothing loaded" test "${loaded:-0}" = 0
        ;;
    ROW | CELL)
        check "$code: good rows loaded" test "${loaded:-0}" -ge 2
        if grep -q ";$code;" w/*.do_poprawy.csv; then
            ok "$code: in the repair file"
        else
            not_ok "$code: in the repair file"
        fi
        ;;
    esac
done < commands.txt

# ---- explain: cause, example, repair, in both languages ----
for lang in pl en; do
    bad=""
    for code in $rows; do
        "$d" explain "$code" --lang $lang > e.txt 2>&1 || bad="$bad $code"
        [ "$(grep -c . e.txt)" -ge 4 ] || bad="$bad $code"
    done
    same "explain in $lang: what, example, effect" "$bad" ""
done
