#!/bin/bash
# The workbooks open in LibreOffice without a repair and say there what they say
# to us; the Google script runs against a stand-in for FormApp.
set -uo pipefail
. "$ROOT/tests/lib.sh"
"$DIAGNOZA" surveys export --output f --voivodeship 06 > out.txt || cat out.txt

cat > compare.py << 'PY'
import csv, glob, sys
sys.path.insert(0, sys.argv[1] + "/tests/export")
import forms
for path in sorted(glob.glob("f/*.xlsx")):
    stem = path[2:-5]
    bad = []
    for sheet, rows in forms.workbook(path).items():
        with open(f"csv/{stem}-{sheet}.csv", encoding="utf-8", newline="") as f:
            got = [[c for c in r] for r in csv.reader(f)]
        trim = lambda t: [r[:max((i + 1 for i, c in enumerate(r) if c),
                                 default=0)] for r in t]
        got, want = trim(got), trim(rows)
        while got and not got[-1]:
            got.pop()
        if got != want:
            bad.append(sheet)
    print(f"not ok - {stem}: sheets {bad}" if bad else f"ok - {stem} opens")
PY
if command -v soffice > /dev/null; then
    # 44 comma, 34 quote, 76 UTF-8, -1 every sheet to a file of its own
    timeout 240 soffice -env:UserInstallation=file://"$PWD"/profil --headless \
        --convert-to \
        'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' \
        --outdir csv f/*.xlsx > office.txt 2>&1
    python3 compare.py "$ROOT"
else
    skipped "LibreOffice is not installed"
fi

cat > run.js << 'JS'
const fs = require('fs');
let items = 0;
const any = new Proxy(function () {}, {
  get: (t, name) => name === Symbol.toPrimitive ? () => 'x' : (...a) => {
    if (/^add\w+Item$/.test(String(name)) && name !== 'addPageBreakItem') items++;
    for (const x of a) if (x === undefined) throw Error(String(name));
    return any;
  }});
globalThis.FormApp = any;
globalThis.Logger = any;
(0, eval)(fs.readFileSync(process.argv[2], 'utf8') + '\nutworzFormularz();');
console.log(items);
JS
if command -v node > /dev/null; then
    for script in f/google-*.gs; do
        same "${script#f/} runs" "$(node run.js "$script" 2>&1)" \
            "$(grep -c 'item = form.add' "$script")"
    done
else
    skipped "node is not installed"
fi
