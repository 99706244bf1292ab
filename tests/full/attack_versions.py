#!/usr/bin/python3
"""The reader who has kept everything: all editions and all versions of every
gmina's final numbers, before and after corrections.

    attack_versions.py GROUPS.CSV CAMPAIGN...

For each gmina and key a linear programme (glpsol) holds what is published: the
sums of scores or counts by group and version as unknowns, the printed rows as
constraints with their rounding, and the strongest guess about a correction,
that nobody changed an answer and only as many came or went as the counts of
answers say.  A hidden mean of fewer than five voices that lies within fewer
than 25 points, or a hidden count with one possible value, is a leak.  Prints
leaks, then "N attacks, M leaks".
"""
import csv
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from attack import mean_range  # noqa: E402

OPEN, ALONE, WIDE = 25, 5, 10
COUNTS = ("bariera.", "priorytet.", "korzysc.", "zgoda.", "chec.", "warsztat")


class Programme:
    """Unknowns with bounds, rows with bounds, and targets to narrow."""

    def __init__(self, whole):
        self.whole, self.bounds, self.rows, self.targets = whole, [], [], []

    def unknown(self, most):
        self.bounds.append(most)
        return len(self.bounds) - 1

    def row(self, terms, least, most):
        self.rows.append((terms, least, most))

    def solve(self):
        """(least, most) of each target; None when nothing fits.  Whole numbers
        are asked for only where halves leave little room: a range of two, or
        of scores that make 35 points, keeps two values in all but odd cases,
        and searching each would take hours."""
        if not self.targets:
            return []
        ends = self.solve_for(self.targets, False)
        if ends is None or not self.whole:
            return ends
        for i, t in enumerate(self.targets):
            least, most = ends[i]
            if most - least < (2 if len(t) < 4 else t[3]):
                got = self.solve_for([t], True)
                if got is None:
                    return None
                ends[i] = got[0]
        return ends

    def solve_for(self, targets, whole):
        text, kinds = ["Minimize", " obj:"], []
        copies = [(t, s) for t in targets for s in (1, -1)]
        for c, (t, sign) in enumerate(copies):
            text.append(f" {'+' if sign > 0 else '-'} x{c}_{t[1]}")
        text.append("Subject To")
        n = 0
        for c in range(len(copies)):
            for terms, least, most in self.rows:
                left = " ".join(f"{'+' if k > 0 else '-'} {abs(k):.12g} "
                                f"x{c}_{i}" for i, k in terms)
                for sign, end in ((">=", least), ("<=", most)):
                    n += 1
                    text.append(f" r{n}: {left} {sign} {end:.9f}")
        text.append("Bounds")
        for c in range(len(copies)):
            for i, most in enumerate(self.bounds):
                text.append(f" 0 <= x{c}_{i} <= {most}")
                kinds.append(f"x{c}_{i}")
        if whole:
            text.append("Generals")
            text.extend(" " + k for k in kinds)
        text.append("End")
        with tempfile.TemporaryDirectory() as d:
            with open(d + "/in.lp", "w") as f:
                f.write("\n".join(text) + "\n")
            r = subprocess.run(["glpsol", "--lp", d + "/in.lp", "--tmlim", "5",
                                "-w", d + "/out"], capture_output=True,
                               text=True)
            if "OPTIMAL" not in r.stdout:
                return None
            value = {}
            place = 2 if whole else 3
            for line in open(d + "/out"):
                part = line.split()
                if part and part[0] == "j":
                    value[int(part[1])] = float(part[place])
        got = [value[c + 1] for c in range(len(copies))]
        return [(got[2 * i], got[2 * i + 1]) for i in range(len(targets))]


class Gmina:
    def __init__(self, versions, core):
        self.versions, self.core = versions, core
        self.n = [{g: int((v.get((g, "odpowiedzi")) or {}).get("n") or 0)
                   for g in core} for v in versions]

    def cell(self, v, grp, key):
        return self.versions[v].get((grp, key))

    def chains(self, p, unit):
        """Unknowns by version and group; those who came or went."""
        at, moved = [], []
        for v in range(len(self.versions)):
            at.append({})
            for g in self.core:
                n = self.n[v][g]
                if v and self.n[v - 1][g] == n:
                    at[v][g] = at[v - 1][g]
                    continue
                at[v][g] = p.unknown(unit * n)
                if v:
                    k = n - self.n[v - 1][g]
                    y = p.unknown(unit * abs(k))
                    sign = 1 if k > 0 else -1
                    p.row([(at[v][g], 1), (at[v - 1][g], -1), (y, -sign)],
                          0, 0)
                    moved.append((v, g, abs(k), y))
        return at, moved

    def shown(self, v, g, key, names):
        c = self.cell(v, g, key)
        return c is not None and any(c[x] is not None for x in names)

    def means(self, key):
        p = Programme(False)
        at, moved = self.chains(p, 100)
        held = False
        for v in range(len(self.versions)):
            total = sum(self.n[v].values())
            c = self.cell(v, "instytucje", key)
            if c and c["n"] == total and (c["value"] is not None or
                                          c["lo"] is not None):
                a, b = mean_range(c["value"], c["lo"], c["hi"], c["n"])
                p.row([(at[v][g], 1) for g in self.core], a * total - 1e-6,
                      b * total + 1e-6)
                held = True
            for g in self.core:
                c = self.cell(v, g, key)
                if c and c["n"] and c["n"] == self.n[v][g] and (
                        c["value"] is not None or c["lo"] is not None):
                    a, b = mean_range(c["value"], c["lo"], c["hi"], c["n"])
                    p.row([(at[v][g], 1)], a * c["n"] - 1e-6,
                          b * c["n"] + 1e-6)
        if not held:
            return None
        for v in range(len(self.versions)):
            for g in self.core:
                n = self.n[v][g]
                if 0 < n < ALONE and not any(
                        self.shown(w, g, key, ("value", "lo"))
                        for w in range(len(self.versions))):
                    p.targets.append((f"{g} ({n}) in version {v}", at[v][g],
                                      n))
        for v, g, k, y in moved:
            both = [self.shown(w, g, key, ("value", "lo"))
                    and self.n[w][g] < ALONE for w in (v - 1, v)]
            if k < ALONE and not any(both):
                p.targets.append((f"{k} of {g} since version {v}", y, k))
        return p

    def counts(self, key):
        p = Programme(True)
        at, moved = self.chains(p, 1)
        held = False
        for v in range(len(self.versions)):
            total = sum(self.n[v].values())
            c = self.cell(v, "instytucje", key)
            if c and c["n"] is not None and c["total"] == total:
                p.row([(at[v][g], 1) for g in self.core], c["n"], c["n"])
                held = True
            for g in self.core:
                c = self.cell(v, g, key)
                if c and c["n"] is not None and c["total"] == self.n[v][g]:
                    p.row([(at[v][g], 1)], c["n"], c["n"])
        if not held:
            return None
        for v in range(len(self.versions)):
            for g in self.core:
                n = self.n[v][g]
                if n and not any(self.shown(w, g, key, ("n",))
                                 for w in range(len(self.versions))):
                    p.targets.append((f"{g} ({n}) in version {v}", at[v][g],
                                      0))
        for v, g, k, y in moved:
            if k < ALONE:
                p.targets.append((f"{k} of {g} since version {v}", y, 0))
        return p


def attack(gmina, key, means):
    p = gmina.means(key) if means else gmina.counts(key)
    if not p or not p.targets:
        return 0, []
    ends = p.solve()
    if ends is None:
        return 0, [] if len(gmina.versions) > 1 else ["nothing fits: " + key]
    leaks = []
    # "None of ten or more institutions" is what the report says, not what
    # follows from it.
    said = not means and any(
        c and c["n"] in (0, c["total"]) and c["total"] >= WIDE
        for c in (gmina.cell(v, "instytucje", key)
                  for v in range(len(gmina.versions))))
    if said:
        return 0, []
    for (name, _, n), (least, most) in zip(p.targets, ends):
        if means and (most - least) / n < OPEN - 1e-6:
            leaks.append(f"{key}: {name} is between {least / n:.0f} and "
                         f"{most / n:.0f}")
        if not means and most - least < 1 - 1e-6:
            leaks.append(f"{key}: {name}: {least:.0f}")
    return len(p.targets), leaks


def campaign(folder, core):
    db = sqlite3.connect(f"{folder}/diagnoza.db")
    db.row_factory = sqlite3.Row
    found = {}
    for r in db.execute("SELECT * FROM frozen_cell WHERE edition & 7 <> 0 "
                        "ORDER BY gmina, correction"):
        versions = found.setdefault(r["gmina"], {})
        versions.setdefault(r["correction"], {})[r["grp"], r["key"]] = dict(r)
    return {g: Gmina([v[c] for c in sorted(v)], core)
            for g, v in found.items() if len(g) == 7}


def main():
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as f:
        core = [r["code"] for r in csv.DictReader(f) if r["core"] == "tak"]
    tried = bad = several = 0
    for folder in sys.argv[2:]:
        for code, gmina in sorted(campaign(folder, core).items()):
            keys = {k for v in gmina.versions for _, k in v}
            several += len(gmina.versions) > 1
            for key in sorted(keys):
                means = re.fullmatch(r"[MOBL]\d?", key) is not None
                if not means and not key.startswith(COUNTS):
                    continue
                t, leaks = attack(gmina, key, means)
                tried, bad = tried + t, bad + len(leaks)
                for leak in leaks[:3]:
                    print(f"{folder} {code}: {leak}")
    print(f"{several} gminas in several versions, {tried} attacks, "
          f"{bad} leaks")
    return 1 if bad or tried < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
