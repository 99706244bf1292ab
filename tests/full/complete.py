#!/usr/bin/python3
"""Exports without a missing answer to a question of an index, and of them a
share of the rows.

    complete.py SURVEYS SOURCE TARGET SEED SHARE
"""
import csv
import os
import random
import sys

surveys, source, target, seed, share = sys.argv[1:6]
dice = random.Random(int(seed))
os.mkdir(target)
for name in sorted(os.listdir(source)):
    with open(f"{surveys}/{name}", encoding="utf-8-sig", newline="") as f:
        scored = {r["name"] for r in csv.DictReader(f)
                  if r["index"] in ("M", "O", "B", "L")}
    with open(f"{source}/{name}", encoding="utf-8-sig", newline="") as f:
        r = csv.DictReader(f)
        head, rows = r.fieldnames, list(r)
    with open(f"{target}/{name}", "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, head, quoting=csv.QUOTE_ALL)
        w.writeheader()
        for row in rows:
            for q in sorted(scored & set(head)):
                if row[q] not in "12345" or not row[q]:
                    row[q] = dice.choice("12345")
            if dice.random() < float(share):
                w.writerow(row)
