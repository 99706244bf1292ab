#!/usr/bin/python3
"""Reads the CSV of each gmina as somebody in the room would, to learn what the
report keeps back.

    attack.py GROUPS.CSV REPORTS...

A group without a row of its own is hidden.  From the row "instytucje razem",
the rows that are shown and the counts of answers the attacker bounds the mean
of every hidden group of fewer than five voices, and subtracts counts of barriers and priorities.  A
range narrower than 25 points, or a count of a hidden remainder of fewer than
three voices or of a single group, is a leak.  Prints leaks, then
"N attacks, M leaks".
"""
import csv
import os
import re
import sys

OPEN = 25
ALONE = 5   # a group of so many may have a row of its own: nothing to guard


def rows(path):
    out = {}
    with open(path, encoding="utf-8-sig", newline="") as f:
        for r in csv.DictReader(f, delimiter=";"):
            n = {k: float(r[k].replace(",", ".")) if r[k] else None
                 for k in ("wartosc", "od", "do", "n", "N")}
            out[r["klucz"], r["grupa"]] = (n["wartosc"], n["od"], n["do"],
                                           n["n"], n["N"], r["stan"])
    return out


def middle(lo, hi, n):
    """The mean of an unrounded interval: from 20 voices on it is half-way, of
    fewer it is half-way between the logits of the ends, for both ends solve
    (mean - x)^2 = c x (100 - x)."""
    if n >= 20:
        return (lo + hi) / 2
    a, b = (lo * hi) ** .5, ((100 - lo) * (100 - hi)) ** .5
    return 100 * a / (a + b)


def mean_range(value, lo, hi, n):
    """Where the mean is, from a printed row."""
    if lo is None:
        return value - .5, value + .5
    step = 5 if not lo % 5 and not hi % 5 and (value or 0) % 5 == 0 else 1
    a, b = lo, hi
    if value is not None:
        a, b = max(a, value - step / 2), min(b, value + step / 2)
    if lo > 0 and hi < 100 and lo + step < hi:   # not clipped
        a = max(a, middle(lo, hi - step, n))
        b = min(b, middle(lo + step, hi, n))
    return a, b


def attack(path, core):
    got, tried, leaks = rows(path), 0, []
    n_of = {g: int(got["odpowiedzi", g][3] or 0) for g in core
            if ("odpowiedzi", g) in got}
    voices = {g: n for g, n in n_of.items() if n}
    total = sum(voices.values())
    for key in sorted({k for k, g in got if re.fullmatch(r"[MOBL]\d?", k)}):
        cell = got.get((key, "instytucje"))
        if not cell or cell[3] != total or (
                cell[0] is None and cell[1] is None):
            continue   # not shown, or nobody knows who left it out
        a, b = (x * total for x in mean_range(*cell[:4]))
        hidden = []
        for g, n in voices.items():
            c = got.get((key, g))
            if c and (c[0] is not None or c[1] is not None):
                lo, hi = mean_range(*c[:4])
                a, b = a - hi * n, b - lo * n
            else:
                hidden.append(g)
        for g in hidden:
            if voices[g] >= ALONE:
                continue
            tried += 1
            rest = sum(voices[h] for h in hidden if h != g)
            low = max(0, (a - 100 * rest) / voices[g])
            high = min(100, b / voices[g])
            if high - low < OPEN:
                leaks.append(f"{key}: {g} ({voices[g]}) is between {low:.0f} "
                             f"and {high:.0f}")
    for key in sorted({k for k, g in got
                       if k.startswith(("bariera.", "priorytet."))}):
        cell = got.get((key, "instytucje"))
        if not cell or cell[3] is None:
            continue
        n, asked = cell[3], cell[4]
        hidden = []
        for g in voices:
            c = got.get((key, g))
            if c and c[3] is not None:
                n, asked = n - c[3], asked - c[4]
            else:
                hidden.append(g)
                if c and c[4] is not None and c[5] == "ukryte":
                    pass   # its count alone is withheld
        if not hidden or asked <= 0:
            continue
        tried += 1
        if asked < 3 or len(hidden) < 2 or n == asked:
            leaks.append(f"{key}: {n:.0f} of {asked:.0f} in {hidden}")
        if len(voices) == 1:
            leaks.append(f"{key}: one group only, {cell[3]:.0f}")
    lone = [g for g in voices if ("M", g) in got
            and got["M", g][5] == "wliczone"]
    if len(voices) == 1 and lone:
        for (k, g), c in got.items():
            if k.startswith(("bariera.", "priorytet.")) and g == "razem":
                tried += 1
                if c[3] is not None or c[0] is not None:
                    leaks.append(f"{k};razem tells what {lone[0]} said")
    return tried, leaks


def main():
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as f:
        core = [r["code"] for r in csv.DictReader(f) if r["core"] == "tak"]
    tried = bad = 0
    for folder in sys.argv[2:]:
        for name in sorted(os.listdir(folder)):
            if re.fullmatch(r"\d{7}-.*\.csv", name):
                t, leaks = attack(f"{folder}/{name}", core)
                tried, bad = tried + t, bad + len(leaks)
                for leak in leaks:
                    print(f"{name}: {leak}")
    print(f"{tried} attacks, {bad} leaks")
    return 1 if bad or tried < 200 else 0


if __name__ == "__main__":
    sys.exit(main())
