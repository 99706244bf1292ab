#!/usr/bin/python3
"""One programme over everything that is published of an index.

    attack_joint.py SURVEYS CAMPAIGN...       GMINA="TERYT...": these only

For each gmina and index (M, O, B, L) a single linear programme (glpsol) holds
all that is printed at once: the index with its dimensions, which are parts of
it; all waves and all versions of each; the change between waves; the gap to the
residents, on the anchors; the word about agreement, which bounds how far groups
lie from each other, or how near to the ends the mean may be; what rule DURABLE
says of its one question; residents in two parts by their use of the library; and
the overview, where groups weigh alike (as if nothing were drawn towards the
mean, and the place of the rounding were known).  The strongest guess is made
about missing answers (none beyond what the totals say) and about corrections
(nobody changed an answer).  A mean of fewer than five voices that is printed
nowhere and lies within fewer than 25 points is a leak.  Prints leaks, then
"N programmes, N attacks, M leaks" and how many rows of each kind took part.
"""
import collections
import csv
import math
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from attack import mean_range  # noqa: E402
from attack_versions import ALONE, OPEN, Programme  # noqa: E402

EPS = 1e-6
CUT = 60
TYPES = not os.environ.get("WITHOUT_TYPES")   # what the type adds, if anything
RESIDENTS = "mieszkancy"
AGREE = .5          # r_wg(j) from which answers agree
OPTIONS = 5         # of the scales
LASTING = "B32"     # the question of rule DURABLE, one of two of its dimension
SD, SD_DF = 19, 20  # what its interval is pooled with


def t_quantile(df, p=.975):
    """Student's t by Simpson's rule and halving."""
    c = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / \
        math.sqrt(df * math.pi)

    def below(x, steps=200):
        h = x / steps
        s = sum((1 if i in (0, steps) else 4 if i % 2 else 2) *
                (1 + (i * h) ** 2 / df) ** (-(df + 1) / 2)
                for i in range(steps + 1))
        return .5 + c * s * h / 3
    lo, hi = 0, 20
    while hi - lo > 1e-6:
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if below(mid) < p else (lo, mid)
    return hi


class Forms:
    """How many items of each key a group's form has, and anchors."""

    def __init__(self, folder):
        with open(f"{folder}/groups.csv", encoding="utf-8-sig") as f:
            self.groups = list(csv.DictReader(f))
        self.core = [g["code"] for g in self.groups if g["core"] == "tak"]
        self.items, self.anchors = {}, collections.Counter()
        for g in self.groups:
            self.items[g["code"]] = collections.Counter()
            path = f"{folder}/{g['code']}.csv"
            if not os.path.exists(path):
                continue
            with open(path, encoding="utf-8-sig") as f:
                for r in csv.DictReader(f):
                    if not (r["type"] or "").startswith("select_one"):
                        continue
                    if r["index"] not in ("M", "O", "B", "L"):
                        continue
                    self.items[g["code"]][r["index"]] += 1
                    if r["dimension"]:
                        self.items[g["code"]][r["dimension"]] += 1
                    self.anchors[g["code"], r["index"]] += r["anchor"] == "tak"
                    if r["name"] == LASTING:
                        self.lasting = r["dimension"]


class Version:
    def __init__(self, wave, cells, core):
        self.wave, self.at = wave, cells
        self.n = {g: int((cells.get((g, "odpowiedzi")) or {"n": 0})["n"] or 0)
                  for g in core + [RESIDENTS]}
        self.total = sum(self.n[g] for g in core)
        self.s = {}   # (group, key): unknown, the sum of its scores
        self.a = {}   # group: the same of the anchors of the index
        self.b = {}   # group: the same of the question of rule DURABLE

    def get(self, grp, key):
        return self.at.get((grp, key))

    def shown(self, grp, key):
        c = self.get(grp, key)
        return c is not None and (c["value"] is not None or
                                  c["lo"] is not None)


class Attack:
    def __init__(self, forms, versions, index, true_mean, rounded):
        self.forms, self.versions, self.index = forms, versions, index
        self.core = forms.core
        self.keys = [index] + sorted({k for g in self.core
                                      for k in forms.items[g]
                                      if k[0] == index and len(k) > 1})
        self.true_mean, self.rounded = true_mean, rounded
        for v in versions:
            v.s, v.a, v.b = {}, {}, {}
        self.p = Programme(False)
        self.used = collections.Counter()
        self.moved = []
        self.never = self.hidden_groups()

    def hidden_groups(self):
        """Groups of which no version of any wave prints anything."""
        return {g: not any(v.shown(g, k) for v in self.versions
                           for k in self.keys) for g in self.core}

    def unknowns(self):
        before = None
        for v in self.versions:
            for g in self.core + [RESIDENTS]:
                for k in self.keys:
                    self.unknown(before, v, g, k)
            before = v

    def unknown(self, before, v, g, k):
        if not v.n[g] or not self.forms.items[g][k]:
            return
        same = before and before.wave == v.wave and (g, k) in before.s
        if same and before.n[g] == v.n[g]:
            v.s[g, k] = before.s[g, k]
            return
        v.s[g, k] = self.p.unknown(100 * v.n[g])
        if same:
            more = v.n[g] - before.n[g]
            y = self.p.unknown(100 * abs(more))
            self.p.row([(v.s[g, k], 1), (before.s[g, k], -1),
                        (y, -1 if more > 0 else 1)], 0, 0)
            self.moved.append((before, v, g, k, abs(more), y))

    def rows(self, v):
        p = self.p
        for g in self.core + [RESIDENTS]:
            for k in self.keys:
                c = v.get(g, k)
                if (g, k) in v.s and v.shown(g, k) and c["n"] == v.n[g]:
                    a, b = mean_range(c["value"], c["lo"], c["hi"], c["n"])
                    p.row([(v.s[g, k], 1)], a * c["n"] - EPS, b * c["n"] + EPS)
        for k in self.keys:
            c = v.get("instytucje", k)
            among = [g for g in self.core if (g, k) in v.s]
            n = sum(v.n[g] for g in among)
            if v.shown("instytucje", k) and c["n"] == n:
                a, b = mean_range(c["value"], c["lo"], c["hi"], n)
                p.row([(v.s[g, k], 1) for g in among], a * n - EPS,
                      b * n + EPS)
                self.used["rows"] += 1
        for g in self.core + [RESIDENTS]:
            self.parts(v, g)

    def parts(self, v, g):
        """An index is the mean of its items, of which a dimension has some."""
        items = self.forms.items[g]
        if (g, self.index) not in v.s:
            return
        dims = [k for k in self.keys[1:] if (g, k) in v.s]
        rest = items[self.index] - sum(items[k] for k in dims)
        if dims:
            self.p.row([(v.s[g, self.index], items[self.index])] +
                       [(v.s[g, k], -items[k]) for k in dims],
                       -EPS, rest * 100 * v.n[g] + EPS)
            self.used["dimensions"] += 1

    def users(self, v):
        """Residents in two parts and those in neither."""
        n, parts = v.n[RESIDENTS], []
        if (RESIDENTS, self.index) not in v.s:
            return
        for part in ("korzysta", "nie_korzysta"):
            c = v.get(RESIDENTS, f"{self.index}.{part}")
            if not c or c["lo"] is None:
                return
            parts.append((c["n"], *mean_range(c["value"], c["lo"], c["hi"],
                                              c["n"])))
        left = n - sum(m for m, _, _ in parts)
        who = [self.p.unknown(100 * m) for m, _, _ in parts]
        for x, (m, a, b) in zip(who, parts):
            self.p.row([(x, 1)], a * m - EPS, b * m + EPS)
        rest = self.p.unknown(100 * left)
        self.p.row([(v.s[RESIDENTS, self.index], 1), (rest, -1)] +
                   [(x, -1) for x in who], 0, 0)
        self.used["users"] += 1
        if 0 < left < ALONE:
            self.target(f"{left} residents in no part", rest, left)

    def changes(self, then, now):
        for k in self.keys:
            c = now.get("instytucje", f"{k}.zmiana")
            ends = [[(v.s[g, k], v.n[g]) for g in self.core if (g, k) in v.s]
                    for v in (then, now)]
            n0, n1 = (sum(n for _, n in e) for e in ends)
            if not c or c["value"] is None or c["n"] != n1 or c["total"] != n0:
                continue
            a, b = c["value"] - 2.5, c["value"] + 2.5
            if c["lo"] is not None and c["lo"] > -100 and c["hi"] < 100:
                a = max(a, (c["lo"] + c["hi"] - 5) / 2)
                b = min(b, (c["lo"] + c["hi"] + 5) / 2)
            self.p.row([(x, 1 / n1) for x, _ in ends[1]] +
                       [(x, -1 / n0) for x, _ in ends[0]], a - EPS, b + EPS)
            self.used["changes"] += 1

    def gap(self, v):
        """Means of the anchors of both sides differ by so many points."""
        c = v.get("razem", f"{self.index}.roznica")
        groups = [g for g in self.core + [RESIDENTS]
                  if (g, self.index) in v.s]
        if not c or c["state"] not in ("podobnie", "roznica") or \
                RESIDENTS not in groups:
            return
        anchors = {g: self.anchor(v, g) for g in groups}
        d = [(anchors[g], 1 / v.total) for g in groups if g != RESIDENTS]
        d.append((anchors[RESIDENTS], -1 / v.n[RESIDENTS]))
        if c["state"] == "podobnie":
            self.p.row(d, -10, 10)
        elif c["reason"].startswith("wyżej instytucje"):
            self.p.row(d, 10, 100)
        else:
            self.p.row(d, -100, -10)
        self.used["gaps"] += 1

    def anchor(self, v, g):
        """The anchors are some of the items of the index."""
        if g not in v.a:
            k, a = self.forms.items[g][self.index], \
                self.forms.anchors[g, self.index]
            v.a[g] = self.p.unknown(100 * v.n[g])
            self.p.row([(v.s[g, self.index], k), (v.a[g], -a)], -EPS,
                       (k - a) * 100 * v.n[g] + EPS)
        return v.a[g]

    def agreement(self, v):
        """r_wg(j) bounds the variance of items, which bounds means of groups
        by what they add to it, and the mean by what it leaves room for."""
        for row in self.core + ["instytucje"]:
            c = v.get(row, f"{self.index}.zgodnosc")
            among = [g for g in self.core if (g, self.index) in v.s and
                     row in (g, "instytucje")]
            n = sum(v.n[g] for g in among)
            if not c or c["state"] not in ("zgodne", "podzielone") or n < 3:
                continue
            if row == "instytucje":
                j = self.forms.anchors[among[0], self.index]
                sums = {g: self.anchor(v, g) for g in among}
            else:
                j = self.forms.items[row][self.index]
                sums = {row: v.s[row, self.index]}
            # r = j (1 - u) / (j (1 - u) + u), u the mean variance over that of
            # even answers
            u = j * (1 - AGREE) / (j * (1 - AGREE) + AGREE)
            even = (OPTIONS ** 2 - 1) / 12 * (100 / (OPTIONS - 1)) ** 2
            self.spread(c["state"], sums, v, n, u * even * (n - 1))
            self.used["agreement"] += 1

    def spread(self, state, sums, v, n, squares):
        if state == "podzielone":   # n m (100 - m) is the most there can be
            root = 2500 - squares / n
            if root > 0:
                self.p.row([(x, 1 / n) for x in sums.values()],
                           50 - math.sqrt(root) - EPS,
                           50 + math.sqrt(root) + EPS)
            return
        hidden = {g for g in sums if self.never[g]}
        for part in [{g} for g in sums] + [hidden]:
            m = sum(v.n[g] for g in part)
            if not 0 < m < n:
                continue
            far = math.sqrt(squares * n / m / (n - m)) + EPS
            self.p.row([(x, 1 / m if g in part else -1 / (n - m))
                        for g, x in sums.items()], -far, far)

    def durable(self, v):
        """The interval of one question, pooled with a prior, lies above the
        middle, below it, or holds it."""
        c, dim = v.get("razem", "regula.DURABLE"), self.forms.lasting
        among = [g for g in self.core if (g, dim) in v.s]
        n = sum(v.n[g] for g in among)
        if not c or self.index != dim[0] or n < ALONE or len(among) < 2:
            return
        for g in among:
            v.b[g] = self.p.unknown(100 * v.n[g])
            k = self.forms.items[g][dim]
            self.p.row([(v.s[g, dim], k), (v.b[g], -1)], -EPS,
                       (k - 1) * 100 * v.n[g] + EPS)
        df = SD_DF + n - 1
        half = t_quantile(df) / math.sqrt(n)
        near = half * SD * math.sqrt(SD_DF / df)   # all answers alike
        far = 50
        while far > 0:   # the most spread that a mean leaves room for
            most = n * (50 + far) * (50 - far)
            if far <= half * math.sqrt((SD_DF * SD ** 2 + most) / df):
                break
            far -= .25
        ends = {"tak": (50 + near, 100), "nie": (0, 50 - near)}.get(
            c["state"], (50 - far - .25, 50 + far + .25))
        self.p.row([(v.b[g], 1 / n) for g in among], ends[0] - EPS,
                   ends[1] + EPS)
        self.used["durable" if c["state"] in ("tak", "nie") else "open"] += 1

    def overview(self, v):
        """Each group alike, rounded to 5 or, with few voices, to 10."""
        c = v.get("razem", f"{self.index}.sciagniete")
        groups = [g for g in self.core + [RESIDENTS]
                  if (g, self.index) in v.s
                  and (g != RESIDENTS or v.n[g] >= ALONE)]
        if not c or any((g, self.index) not in self.true_mean for g in groups):
            return
        mean = sum(self.true_mean[g, self.index]
                   for g in groups) / len(groups)
        if min(v.n[g] for g in groups) >= ALONE:
            lo, hi = mean - 2.5, mean + 2.5
        else:
            lo, hi = self.cell(v, c["value"], mean)
        self.p.row([(v.s[g, self.index], 1 / v.n[g]) for g in groups],
                   lo * len(groups) - EPS, hi * len(groups) + EPS)
        self.used["overview"] += 1

    def cell(self, v, printed, mean):
        """Where rounding puts the mean; the type tells the side of 60."""
        c = v.get("razem", "typ.bariery" if self.index == "B" else "typ")
        step = 10
        if printed is None:   # kept back, but for the type
            if not c or self.index == "L":
                return 0, 100
            return (CUT, 100) if mean >= CUT else (0, CUT)
        if not self.rounded:   # cells begin at 60: the type says nothing new
            lo = CUT + step * math.floor((min(mean, 100 - EPS) - CUT) / step)
            self.used["types"] += c is not None and self.index != "L"
            return lo, lo + step
        middle = step * math.floor(mean / step + .5)
        lo, hi = middle - step / 2, middle + step / 2
        if c and TYPES and self.index != "L" and lo < CUT < hi:
            return (CUT, hi) if mean >= CUT else (lo, CUT)
        return lo, hi

    def target(self, name, unknown, n):
        self.p.targets.append((name, unknown, n))

    def targets(self):
        seen = set()
        for v in self.versions:
            for (g, k), x in v.s.items():
                if g in self.core and 0 < v.n[g] < ALONE and self.never[g] \
                        and x not in seen:
                    seen.add(x)
                    self.target(f"{k} of {g} ({v.n[g]}), wave {v.wave}", x,
                                v.n[g])
            for g, x in v.b.items():
                if 0 < v.n[g] < ALONE and self.never[g]:
                    self.target(f"{LASTING} of {g} ({v.n[g]}), wave {v.wave}",
                                x, v.n[g])
        for before, v, g, k, n, y in self.moved:
            alone = any(w.shown(g, k) and w.n[g] < ALONE for w in (before, v))
            if n < ALONE and not alone:
                self.target(f"{k} of {n} that came to {g}, wave {v.wave}", y, n)

    def run(self):
        self.unknowns()
        for i, v in enumerate(self.versions):
            self.rows(v)
            self.users(v)
            self.gap(v)
            self.agreement(v)
            self.durable(v)
            for w in self.versions[:i]:
                if w.wave < v.wave:
                    self.changes(w, v)
        self.overview(self.versions[-1])
        self.targets()
        if not self.p.targets or not self.used["rows"]:
            return 0, []
        ends = self.p.solve()
        if ends is None:
            return 0, None   # answers are missing: the guess does not hold
        leaks = [f"{name} is between {a / n:.0f} and {b / n:.0f}"
                 for (name, _, n), (a, b) in zip(self.p.targets, ends)
                 if (b - a) / n < OPEN - 1e-4]
        return len(ends), leaks


def is_rounded(found):
    """Cells of 10 that begin at 60 have their middles at fives: a program that
    prints tens for small groups rounds to them."""
    return any(c["value"] is not None and c["value"] % 10 == 0
               for versions, _ in found.values() for v in versions
               for (_, k), c in v.at.items() if k.endswith(".sciagniete") and
               any(0 < n < ALONE for g, n in v.n.items() if g != RESIDENTS))


def campaign(folder, core):
    """{gmina: ([Version], {(group, key): mean})}"""
    db = sqlite3.connect(f"{folder}/diagnoza.db")
    db.row_factory = sqlite3.Row
    found = collections.defaultdict(dict)
    last = {}
    # drafts (the live table) only where nothing has been frozen
    for r in db.execute(
            "SELECT wave, gmina, grp, key, n, total, value, lo, hi, state, "
            "reason, 9999 AS version FROM cell WHERE length(gmina) = 7 "
            "UNION ALL SELECT wave, gmina, grp, key, n, total, value, lo, hi, "
            "state, reason, correction FROM frozen_cell "
            "WHERE length(gmina) = 7"):
        key = (r["wave"], r["version"])
        found[r["gmina"]].setdefault(key, {})[r["grp"], r["key"]] = dict(r)
        last[r["gmina"]] = max(last.get(r["gmina"], 0), r["wave"])
    out = {}
    for gmina, versions in found.items():
        means = {(r["grp"], r["key"]): r["value"] for r in db.execute(
            "SELECT grp, key, value FROM result WHERE wave = ? AND gmina = ? "
            "AND key IN ('M', 'O', 'B', 'L') AND value IS NOT NULL",
            (last[gmina], gmina))}
        out[gmina] = ([Version(w, versions[w, v], core)
                       for w, v in sorted(versions)], means)
    return out


def main():
    forms = Forms(sys.argv[1])
    used = collections.Counter()
    programmes = tried = bad = unfit = 0
    for folder in sys.argv[2:]:
        found = campaign(folder, forms.core)
        rounded = is_rounded(found)
        for code, (versions, means) in sorted(found.items()):
            if code not in os.environ.get("GMINA", code):
                continue
            for index in ("M", "O", "B", "L"):
                a = Attack(forms, versions, index, means, rounded)
                n, leaks = a.run()
                used += a.used
                if leaks is None:
                    unfit += 1
                    continue
                programmes += n > 0
                tried, bad = tried + n, bad + len(leaks)
                for leak in leaks[:3]:
                    print(f"{folder} {code} {index}: {leak}")
    print(" ".join(f"{k}:{n}" for k, n in sorted(used.items())),
          f"unfit:{unfit}")
    print(f"{programmes} programmes, {tried} attacks, {bad} leaks")
    return 1 if bad or tried < (1 if "GMINA" in os.environ else 20) else 0


if __name__ == "__main__":
    sys.exit(main())
