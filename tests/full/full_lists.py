#!/usr/bin/python3
"""Exports in which everybody of a gmina names equally many choices of a list:
mostly as many as may be, of four to six that are liked there, so that printed
counts come near to all that can be named.

    full_lists.py SOURCE TARGET SEED
"""
import collections
import csv
import os
import random
import sys

source, target, seed = sys.argv[1:4]
dice = random.Random(int(seed))
names = sorted(os.listdir(source))
heads, rows, column = {}, {}, {}
for name in names:
    with open(f"{source}/{name}", encoding="utf-8-sig", newline="") as f:
        r = csv.DictReader(f)
        heads[name], rows[name] = r.fieldnames, list(r)
    column[name] = collections.defaultdict(list)
    for h in heads[name]:
        if h.endswith("]"):
            column[name][h.split("[")[0]].append(h)
inside = {q: [h.split("[")[1][:-1] for h in of[q]] for of in column.values()
          for q in ("bariery", "korzysci", "priorytety")
          if len(of[q]) > 3}
liked = {}
for gmina in sorted({r["gmina"] for name in names for r in rows[name]}):
    for q, choices in inside.items():
        often = dice.choice((1, 3, 3, 3))
        few = dice.sample(choices, dice.randint(often, often + 3))
        liked[gmina, q] = often, few
os.mkdir(target)
for name in names:
    for row in rows[name]:
        for q in inside:
            if (row["gmina"], q) not in liked or not column[name][q]:
                continue
            often, few = liked[row["gmina"], q]
            said = dice.sample(few, often)
            multiple = len(column[name][q]) > 3
            for i, h in enumerate(column[name][q]):
                choice = h.split("[")[1][:-1]
                row[h] = ("Y" if choice in said else "") if multiple else \
                    said[i] if i < often else ""
    with open(f"{target}/{name}", "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, heads[name], quoting=csv.QUOTE_ALL)
        w.writeheader()
        w.writerows(rows[name])
