#!/bin/bash
# Printed forms: every question, answer and code is there, with a box for each;
# the promised pages, sizes for a pen, contrast, tags; a notice or a draft.
set -uo pipefail
. "$ROOT/tests/lib.sh"

cat > klauzula.txt << 'END'
Administratorem danych jest Wojewódzka Biblioteka Publiczna.
Kontakt: biblioteka@example.pl.

Podanie danych jest dobrowolne. Odpowiedzi usuniemy po roku.
END
exits "with a notice" 0 "$DIAGNOZA" surveys print --notice klauzula.txt \
    --output out
exits "a draft" 0 "$DIAGNOZA" surveys print --draft --survey ngo --output out
exits "a gmina" 0 "$DIAGNOZA" surveys print --notice klauzula.txt \
    --gmina 0602042 --survey mieszkancy --output out
exits "neither" 2 "$DIAGNOZA" surveys print --output bad
exits "no such gmina" 2 "$DIAGNOZA" surveys print --draft --gmina 0600000 \
    --output bad
printf 'Dane zbiera «nazwa».\n' > pusta.txt
exits "a notice with a place to fill in" 2 "$DIAGNOZA" surveys print \
    --notice pusta.txt --output bad
printf 'Dane zbiera \xb9.\n' > latin.txt
exits "a notice that is not UTF-8" 2 "$DIAGNOZA" surveys print \
    --notice latin.txt --output bad
check "nothing is written then" test ! -e bad
check "accessible" /usr/bin/python3 "$ROOT/tests/pdf/uacheck.py" out/*.pdf

check "questions, answers, codes, boxes, pages" python3 - "$ROOT/surveys" \
    << 'READ'
import csv, re, subprocess, sys
folder = sys.argv[1]
def table(name):
    return list(csv.DictReader(open(f"{folder}/{name}.csv", encoding="utf-8")))
lists = {}
for c in table("choices"):
    lists.setdefault(c["list_name"], []).append(c)
def squeeze(text):
    return re.sub(r"\s+", "", text)
bad = []
def want(what, got):
    if not got:
        bad.append(what)
for g in table("groups"):
    code = g["code"]
    pdf = f"out/{code}.pdf"
    raw = subprocess.run(["pdftotext", "-raw", pdf, "-"], text=True,
                         capture_output=True, check=True).stdout
    text, items, boxes, group = squeeze(raw), table(code), 0, None
    for i in items:
        kind, _, name = i["type"].partition(" ")
        if kind in ("hidden", "end_group") or i["name"] == "informacja":
            continue
        want((code, i["name"]), squeeze(i["label"]) in text)
        if kind in ("select_one", "select_multiple", "rank"):
            boxes += len(lists[name])
            for c in lists[name]:
                want((code, name, c["label"]), squeeze(c["label"]) in text)
        if kind not in ("note", "begin_group"):
            want((code, "code of", i["name"]), i["name"] in raw)
    want((code, "boxes", boxes, raw.count("☐")), raw.count("☐") == boxes)
    pages = raw.count("\f")
    want((code, "pages", pages),
         1 <= pages <= 2 if g["rodzaj"] == "dodatkowa" else 2 <= pages <= 4)
    for words in ("wersja" + g["version"], "nr_formularza", g["title"],
                  g["zwrot"] or "do koperty, zakleić ją i wrzucić do urny",
                  "Administratorem danych jest", "usuniemy po roku."):
        want((code, words), squeeze(words) in text)
    want((code, "no draft"), "WZÓR" not in raw and "«" not in raw)
draft = subprocess.run(["pdftotext", "-raw", "out/ngo-wzor.pdf", "-"],
                       text=True, capture_output=True).stdout
want("every page of a draft says so", draft.count("\f") == draft.count(
    "WZÓR – bez klauzuli informacyjnej nie rozdawać"))
one = subprocess.run(["pdftotext", "-raw", "out/mieszkancy-0602042.pdf", "-"],
                     text=True, capture_output=True).stdout
want("gmina filled in", "Biszcza (gmina wiejska), pow. biłgorajski" in one
     and "0602042" in one)
for b in bad:
    print(" ", b)
sys.exit(bool(bad))
READ

check "boxes and lines big enough for a pen, contrast" /usr/bin/python3 \
    - out/*.pdf << 'MEASURE'
# Rectangles that are drawn with a stroke are boxes; lines that are as wide as a
# column and not the hairlines of tables are lines to write on.
import pikepdf, sys
MM = 72 / 25.4
def light(c):
    c = [v / 12.92 if v <= .03928 else ((v + .055) / 1.055) ** 2.4 for v in c]
    return .2126 * c[0] + .7152 * c[1] + .0722 * c[2]
bad = 0
for path in sys.argv[1:]:
    boxes = 0
    pdf = pikepdf.open(path)
    for page in pdf.pages:
        fill, rect = (0, 0, 0), None
        lines = []
        for args, op in pikepdf.parse_content_stream(page):
            op = str(op)
            if op == "rg":
                fill = tuple(float(a) for a in args)
            elif op == "re":
                rect = [float(a) for a in args]
            elif op == "B" and rect:
                w, h = abs(rect[2]) / MM, abs(rect[3]) / MM
                if w < 20: # the frame of the office's part is larger
                    boxes += 1
                    bad += min(w, h) < 4.5
                rect = None
            elif op in ("Tj", "TJ") and fill > (.9, .9, .9):
                continue # the watermark, behind the text
            elif op in ("Tj", "TJ"):
                bad += 1.05 / (light(fill) + .05) < 4.5
    if boxes < 8 or bad:
        print(path, boxes, bad)
        sys.exit(1)
MEASURE
