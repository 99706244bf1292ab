#!/usr/bin/env python3
"""resave.py HOW IN OUT: a CSV as another program leaves it.

excel   separator `;`, quotes only where needed, Windows-1250 with what it does
        not know as ?, codes without their leading zeros, seconds cut off dates
pandas  an index column without a name, numbers with gaps as floats
xlsx    a workbook, numbers as numbers
"""
import csv
import io
import os
import re
import subprocess
import sys

how, source, target = sys.argv[1:]
raw = open(source, "rb").read()
try:
    text = raw.decode("utf-8-sig")
except UnicodeDecodeError:
    text = raw.decode("cp1250")
first = text.split("\n")[0]
separator = max(",;\t", key=first.count)
rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
# SurveyMonkey has a second row of headers
heads = 2 if rows[1][0] == "" and "Response" in rows[1] else 1


def excel(cell):
    if re.fullmatch(r"0\d{6}", cell):
        return cell[1:]
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", cell):
        return cell[:-3]
    return cell


def pandas(rows):
    body = rows[heads:]
    for c in range(len(rows[0])):
        cells = [r[c] for r in body if r[c] != ""]
        whole = cells and all(re.fullmatch(r"\d{1,15}", x) for x in cells)
        gaps = len(cells) < len(body)
        for r in body:
            if whole and r[c] != "":
                r[c] = str(int(r[c])) + (".0" if gaps else "")
    for i, r in enumerate(rows):
        r.insert(0, "" if i < heads else str(i - heads))


if how == "xlsx":
    middle = target + ".csv"
    with io.open(middle, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, delimiter=";").writerows(rows)
    book = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                        "workbook.py")
    subprocess.run([book, "csv", middle, target, "utf-8"], check=True)
elif how == "excel":
    rows = rows[:heads] + [[excel(c) for c in r] for r in rows[heads:]]
    with io.open(target, "w", encoding="cp1250", errors="replace",
                 newline="") as f:
        csv.writer(f, delimiter=";", quoting=csv.QUOTE_MINIMAL).writerows(rows)
else:
    pandas(rows)
    with io.open(target, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)
