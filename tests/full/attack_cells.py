#!/usr/bin/python3
"""Adds and subtracts everything that is published of a gmina at once.

    attack_cells.py GROUPS.CSV CAMPAIGN...

Reads table `cell`, and every version in `frozen_cell`, of all editions, also
those that never leave the office.  Between "instytucje", the groups, the
sectors and the gmina, between the questions of one index, its mean and the
counts taken from them, between offers under a name and sums, it looks for

  A  a count (zgoda, korzysc) that is kept back and has one possible value,
  B  a hidden mean (of a question, of an index) of fewer than five voices that
     lies within fewer than 25 points,
  C  a level of a distribution that all of the hidden are known to be at,
  D  what those that may not be named offer,
  E  a hidden part of residents (exhaustively: every split of what is hidden
     that would have been hidden the same way),
  F  a distribution before and after a correction that fewer than five changed,
  G  a count in an ordered list that is kept back and whose place, beside the
     counts and places that are printed, leaves it one value,
  H  a count in a list of which everybody may choose so many, that is kept back
     and has one value because printed ones use all choices up: in a row by
     itself, and over all groups at once (in the sum of their rows).

The strongest guess is made about missing answers: there are none beyond what
the totals say.  Prints leaks, then "N attacks, M leaks" by letter.
"""
import collections
import csv
import itertools
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from attack import mean_range  # noqa: E402
from attack_versions import Programme  # noqa: E402

OPEN, ALONE, WIDE = 25, 5, 10
HIGH = {"4", "5"}   # above the middle of the scale of five
SCALE = {str(i): 25 * (i - 1) for i in range(1, 6)}


class Cells:
    def __init__(self, rows, core, sector, person, of, order, mute,
                 label, choose):
        self.at = {(r["grp"], r["key"]): r for r in rows}
        self.n = {g: self.count(g, "odpowiedzi") or 0 for g in core}
        self.core = [g for g in core if self.n[g]]
        self.total = sum(self.n.values())
        self.sector, self.person, self.of = sector, person, of
        self.order, self.mute, self.label = order, mute, label
        self.choose = choose

    def get(self, grp, key):
        return self.at.get((grp, key))

    def count(self, grp, key):
        r = self.get(grp, key)
        return r["n"] if r else None

    def spread(self, grp, key):
        """{level: units} of a distribution, with those who said nothing."""
        r = self.get(grp, key)
        if not r:
            return None
        d = {k: int(v) for k, v in
             (x.rsplit(":", 1) for x in r["state"].split())}
        whole = self.total if grp == "instytucje" else self.n.get(grp)
        if whole is not None and whole > sum(d.values()):
            d[""] = whole - sum(d.values())
        return d


class Report:
    def __init__(self):
        self.tried = collections.Counter()
        self.bad = collections.Counter()
        self.told = collections.Counter()
        self.where = ""

    def test(self, letter, leak, text):
        self.tried[letter] += 1
        if leak:
            self.bad[letter] += 1
            kind = letter, text.split()[0].split(";")[-1]
            self.told[kind] += 1
            if self.told[kind] <= 4:
                print(f"{letter} {self.where}: {text}")


def left(c, key):
    """What the hidden groups hold of each level; None when not published."""
    d = c.spread("instytucje", key)
    if d is None:
        return None, []
    d, hidden = dict(d), []
    for g in c.core:
        own = c.spread(g, key)
        if own is None:
            hidden.append(g)
        for level, n in (own or {}).items():
            d[level] = d.get(level, 0) - n
    return d, hidden


def spreads(c, out):
    for key in sorted({k for g, k in c.at if g == "instytucje" and
                       (k.endswith(".odp") or k in ("doswiadczenie", "wklad")
                        or k.startswith("typ."))}):
        d, hidden = left(c, key)
        rest = sum(d.values())
        if hidden and len(hidden) < len(c.core):
            out.test("C", rest < 3 or len(hidden) < 2,
                     f"{key}: {rest} units of {hidden} are left")
        for g in hidden:
            if len(hidden) == len(c.core):
                break   # what "instytucje" itself says
            pinned = [x for x, n in d.items() if x and n == rest]
            out.test("C", bool(pinned), f"{key}: all of {g} say {pinned}")
        if key not in ("wklad",) and not key.startswith(("typ.", "dosw")):
            for g in hidden:
                if c.n[g] < ALONE:
                    question_mean(c, out, key, g, d)


def question_mean(c, out, key, g, d):
    """B: the lowest and highest that n of the scores left can be."""
    pool = sorted(SCALE[x] for x, n in d.items() for _ in range(n)
                  if x in SCALE)
    other = sum(n for x, n in d.items() if x not in SCALE)
    n = c.n[g] - min(other, c.n[g] - 1)
    if len(pool) < n:
        return
    width = sum(pool[-n:]) / n - sum(pool[:n]) / n
    out.test("B", width < OPEN - 1e-6,
             f"{key}: mean of {g} within {width:.0f}")


def yes(c, grp, item):
    """(units above the middle, units that answered) or None."""
    r = c.get(grp, "zgoda." + item)
    if r and r["n"] is not None:
        return r["n"], r["total"]
    d = c.spread(grp, item + ".odp")
    if d is None:
        return None
    return (sum(n for x, n in d.items() if x in HIGH),
            sum(n for x, n in d.items() if x in SCALE))


def anchors(c, out):
    items = sorted({k[6:] for _, k in c.at if k.startswith("zgoda.")})
    for grp in c.core + ["instytucje", "mieszkancy"]:
        for item in items:
            r = c.get(grp, "zgoda." + item)
            if r and r["n"] is None and r["total"]:
                y = yes(c, grp, item)
                out.test("A", y is not None,
                         f"zgoda.{item};{grp} is hidden and is {y}")
    for item in items:
        y = yes(c, "instytucje", item)
        known = {g: yes(c, g, item) for g in c.core}
        hidden = [g for g in c.core if known[g] is None]
        if not y or not hidden or (not y[0] % y[1] and y[1] >= WIDE):
            continue
        n = y[0] - sum(k[0] for k in known.values() if k)
        of = y[1] - sum(k[1] for k in known.values() if k)
        out.test("A", of > 0 and (n <= 0 or n >= of or len(hidden) == 1),
                 f"zgoda.{item}: {n} of {of} in {hidden}")
    if items and all((yes(c, "instytucje", i) or (0, 0))[1] == c.total
                     for i in items):
        together(c, out, items)


def together(c, out, items):
    """All questions of the index, its means and the counts at once: sums of
    scores (in quarters of the scale) and counts as whole unknowns."""
    p = Programme(True)
    s = {(g, i): p.unknown(4 * c.n[g]) for g in c.core for i in items}
    y = {(g, i): p.unknown(c.n[g]) for g in c.core for i in items}
    for g, i in s:
        n = c.n[g]
        p.row([(s[g, i], 1), (y[g, i], -3)], 0, 4 * n)
        p.row([(s[g, i], 1), (y[g, i], -2)], -2 * n, 2 * n)
        k, d = yes(c, g, i), c.spread(g, i + ".odp")
        if k:
            p.row([(y[g, i], 1)], k[0], k[0])
        if d:
            t = sum(SCALE[x] // 25 * m for x, m in d.items())
            p.row([(s[g, i], 1)], t, t)
    for i in items:
        k, d = yes(c, "instytucje", i), c.spread("instytucje", i + ".odp")
        p.row([(y[g, i], 1) for g in c.core], k[0], k[0])
        if d:
            t = sum(SCALE[x] // 25 * m for x, m in d.items())
            p.row([(s[g, i], 1) for g in c.core], t, t)
    shown = set()
    for g in c.core + ["instytucje"]:
        r = c.get(g, "L")
        n = c.total if g == "instytucje" else c.n[g]
        if r and r["n"] == n and (r["value"] is not None or
                                  r["lo"] is not None):
            a, b = mean_range(r["value"], r["lo"], r["hi"], n)
            among = c.core if g == "instytucje" else [g]
            k = len(items) * n / 25
            p.row([(s[h, i], 1) for h in among for i in items],
                  a * k - 1e-6, b * k + 1e-6)
            shown.add(g)
    whole = {}   # the index of each hidden group as one unknown
    for g in c.core:
        if g not in shown and c.n[g] < ALONE:
            t = whole[g] = p.unknown(4 * len(items) * c.n[g])
            p.row([(s[g, i], 1) for i in items] + [(t, -1)], 0, 0)
            p.targets.append((g, t, "mean",
                              35 / 25 * len(items) * c.n[g]))
    ends = {i: yes(c, "instytucje", i) for i in items}
    for g, i in y:
        if yes(c, g, i) is None and ends[i][0] % ends[i][1]:
            p.targets.append((f"zgoda.{i};{g}", y[g, i], "count"))
    got = p.solve() if p.targets else []
    if got is None:
        return   # an institution's two answers, averaged, fit no scale
    for (name, _, kind, *_), (a, b) in zip(p.targets, got):
        if kind == "mean":
            f = 25 / len(items) / c.n[name]
            out.test("B", (b - a) * f < OPEN - 1e-6,
                     f"L of {name} ({c.n[name]}) is {a * f:.0f}..{b * f:.0f}")
        else:
            out.test("A", b - a < 1 - 1e-6, f"{name} can be {a:.0f} only")


def benefits(c, out):
    """A: who sees no benefit at all named none of them."""
    d, hidden = left(c, "wklad")
    keys = {k for _, k in c.at if k.startswith("korzysc.")}
    if d is None or not keys:
        return
    gets = d.get("oba", 0) + d.get("korzysc", 0)
    if hidden and len(hidden) < len(c.core):
        out.test("A", gets == 0, f"wklad: {hidden} named no benefit")
    r = [c.get("instytucje", k) for k in keys]
    d = c.spread("instytucje", "wklad")
    gets = d.get("oba", 0) + d.get("korzysc", 0)
    hid = any(x and x["n"] is None and x["total"] for x in r)
    out.test("A", hid and gets == 0, "wklad: nobody named a benefit")


def offers(c, out):
    """D: named partners taken away from sums and from `wklad`."""
    named = collections.defaultdict(dict)
    for (g, k), r in c.at.items():
        if k.startswith("oferta."):
            named[g][k[7:]] = r["value"]
    group = {i: c.of.get(i, i) for i in named}
    for scope in c.core + ["instytucje", "reszta"]:
        among = [scope]
        d = c.spread(scope, "wklad")
        if scope == "instytucje":
            among = c.core
        if scope == "reszta":
            d, among = left(c, "wklad")
        if not d or not among:
            continue
        known = sum(1 for i in named if group[i] in among and
                    group[i] not in c.mute and i[0] == "i"
                    and not c.person.get(group[i]))
        of = sum(n for x, n in d.items() if x)
        give = d.get("oba", 0) + d.get("wklad", 0)
        n, of = give - known, of - known
        if known and 0 < of < WIDE:
            out.test("D", n <= 0 or n >= of or of < 3,
                     f"wklad;{scope}: {n} of {of} without a name offer")
    sums(c, out, named, group)


def sums(c, out, named, group):
    for key in sorted({k for g, k in c.at
                       if g == "razem" and k.startswith("zasob.")}):
        r = c.get("razem", key)
        if r["n"] is None:
            continue
        rest = [r["n"], r["total"]]
        loose = 0
        for sector in sorted({c.sector[g] for g in c.core}):
            who = [i for i in named if c.sector.get(group[i]) == sector]
            of = sum(1 if c.person.get(g) else c.n[g] for g in c.core
                     if c.sector[g] == sector) - len(who)
            firm = sum(named[i].get(key[6:]) == 2 for i in who)
            some = sum(named[i].get(key[6:]) == 1 for i in who)
            own = c.get(sector, key)
            if own and own["n"] is not None:
                n, m = own["n"] - firm, own["total"] - some
                rest = [rest[0] - own["n"], rest[1] - own["total"]]
                out.test("D", 0 < of < WIDE and n + m > 0 and
                         (n + m >= of or of < 3),
                         f"{key};{sector}: {n}+{m} of {of} without a name")
            else:
                loose += of
                rest = [rest[0] - firm, rest[1] - some]
        n = sum(rest)
        out.test("D", 0 < loose < WIDE and n > 0 and
                 (n >= loose or loose < 3),
                 f"{key};razem: {n} of {loose} without a name")


def hidden_parts(n):
    """Which parts the rule of disclose.h D11 keeps back."""
    hid = {k for k, x in enumerate(n) if 0 < x < ALONE}
    if not hid:
        return hid
    first = min(hid)
    order = [(first + i) % len(n) for i in range(1, len(n))]
    top = sum(n[k] for k in hid) == (ALONE - 1) * len(hid)
    while top or len(hid) < 2 or sum(n[k] for k in hid) < ALONE or \
            sum(n[k] for k in hid) <= len(hid):
        more = [k for k in order if n[k] > 0 and k not in hid]
        if not more:
            break
        hid.add(more[0])
        top = False
    return hid


def people(c, out):
    for prefix in ("wiek.", "plec."):
        keys = sorted((k for g, k in c.at if k.startswith(prefix)),
                      key=lambda k: c.order[k])
        rows = [c.get("mieszkancy", k) for k in keys]
        hid = [k for k, r in enumerate(rows) if r["n"] is None]
        if not hid:
            continue
        s = rows[0]["total"] - sum(r["n"] or 0 for r in rows)
        if len(hid) > 4 or s > 40:
            continue
        may = [set() for _ in hid]
        for cut in itertools.combinations(range(1, s), len(hid) - 1):
            ends = (0,) + cut + (s,)
            split = [b - a for a, b in zip(ends, ends[1:])]
            n = [r["n"] or 0 for r in rows]
            for k, x in zip(hid, split):
                n[k] = x
            if hidden_parts(n) == set(hid):
                for m, x in zip(may, split):
                    m.add(x)
        out.test("E", any(len(m) < 2 for m in may),
                 f"{prefix}: {[sorted(m) for m in may]}")


TOP = 3  # that page 1 names
ALPHABET = " aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"


def places(counts, label):
    """Places by the rule of the page: mentions that lie two or fewer below the
    first of their block are equal and stand by the alphabet; those of a block
    that goes past the third place stand behind what is named more often."""
    key = {k: [ALPHABET.find(x) for x in label[k].lower() if x in ALPHABET]
           for k in counts}
    left = sorted((k for k in counts if counts[k] > 0),
                  key=lambda k: -counts[k])
    out = []
    while left:
        block = [k for k in left if counts[k] >= counts[left[0]] - 2]
        first, parts = TOP - len(out), [block]
        if 0 < first < len(block):
            least = counts[block[first - 1]]
            more = sum(counts[k] > least for k in block)
            same = sum(counts[k] >= least for k in block)
            more = first if same == first else more
            parts = [block[:more], block[more:same], block[same:]]
        for part in parts:
            out += sorted(part, key=lambda k: key[k])
        left = left[len(block):]
    return {k: i + 1 for i, k in enumerate(out[:10])}


def ordered(c, out):
    for grp in ("instytucje", "mieszkancy"):
        rows = {k: r for (g, k), r in c.at.items()
                if g == grp and k.startswith("priorytet.") and
                not k.endswith(".inne")}
        total = max((r["total"] or 0 for r in rows.values()), default=0)
        if not 5 <= total < WIDE:
            continue
        printed = {k: r["value"] for k, r in rows.items()
                   if r["value"] is not None}
        known = {k: r["n"] for k, r in rows.items() if r["n"] is not None}
        high = [k for k in printed if k not in known]
        low = [k for k in rows if k not in known and k not in printed]
        # who knows the program knows that it takes these for all but one
        told = {**known, **{k: total - 1 for k in high},
                **{k: 0 for k in low}}
        by_counts = places(told, c.label) == printed
        # a program that prints ones has none left for those without a place
        ones = {0} if 1 in known.values() else {0, 1}
        may = {k: set() for k in high + low}
        for ends in itertools.product((total - 1, total), repeat=len(high)):
            n = {**known, **dict(zip(high, ends))}
            room = 3 * total - sum(n.values())
            if room < 0 or not by_counts and \
                    places({**n, **{k: 0 for k in low}}, c.label) != printed:
                continue
            for k, x in zip(high, ends):
                may[k].add(x)
            for k in low:
                may[k] |= ones if room > 0 and by_counts else {0}
        for k, values in may.items():
            out.test("G", len(values) == 1,
                     f"{k};{grp} can be {sorted(values)} only")


def fits(domain, least, most):
    """Of each cell the values with which the sum can lie in least..most."""
    may = []
    for i, own in enumerate(domain):
        sums = {0}
        for j, other in enumerate(domain):
            if j != i:
                sums = {s + x for s in sums for x in other if s + x <= most}
        may.append({x for x in own if any(least <= s + x <= most
                                          for s in sums)})
    return may


def listed(c, grp, prefix):
    return {k: r for (g, k), r in c.at.items()
            if g == grp and k.startswith(prefix) and r["total"]}


def capped(c, out):
    for prefix, (most, least) in c.choose.items():
        for grp in c.core + ["instytucje", "mieszkancy"]:
            capped_row(c, out, prefix, grp, most, least)
        capped_groups(c, out, prefix, most)


def capped_row(c, out, prefix, grp, most, least):
    rows = listed(c, grp, prefix)
    hid = [k for k in rows if rows[k]["n"] is None]
    n = max((r["total"] for r in rows.values()), default=0)
    if not hid or not 5 <= n < WIDE:
        return
    places = prefix == "priorytet." and grp not in c.core
    domain = []
    for k in hid:
        low, high = {0}, {n - 1, n}
        if prefix != "korzysc.":
            low.add(1)   # in orders one is kept back, too
        if places and not k.endswith(".inne"):
            domain.append(high if rows[k]["value"] else low)
        else:
            domain.append(low | high)
    rest = most * n - sum(r["n"] or 0 for r in rows.values())
    may = fits(domain, rest - (most - least) * n, rest)
    if not all(may):   # something else is kept back, or two answers of one
        may = fits([range(n + 1)] * len(hid), rest - (most - least) * n, rest)
    for k, values in zip(hid, may):
        out.test("H", len(values) == 1,
                 f"{k};{grp} of {n} can be {sorted(values)} only")


def capped_groups(c, out, prefix, most):
    """Counts of all groups as unknowns, columns summing to "instytucje"."""
    whole = listed(c, "instytucje", prefix)
    core = [g for g in c.core
            if not (prefix == "korzysc." and g in c.mute)]
    total = sum(c.n[g] for g in core)
    if not whole or any(r["total"] != total for r in whole.values()):
        return
    own = {(g, k): (c.count(g, k), c.n[g]) for g in core for k in whole}
    room = {g: most * c.n[g] - sum(own[g, k][0] or 0 for k in whole)
            for g in core}
    known = sum(r["n"] or 0 for r in whole.values())
    tight = most * total - known <= 3 or min(room.values()) <= 1
    if not tight or min(room.values()) < 0 or most * total < known:
        return
    p = Programme(False)   # a network: its ends are whole numbers
    x = {gk: p.unknown(n) for gk, (_, n) in own.items()}
    for gk, (n, _) in own.items():
        if n is not None:
            p.row([(x[gk], 1)], n, n)
    for g in core:
        p.row([(x[g, k], 1) for k in whole], 0, most * c.n[g])
    sums = {}
    for k, r in whole.items():
        sums[k] = p.unknown(total)
        p.row([(sums[k], -1)] + [(x[g, k], 1) for g in core], 0, 0)
        if r["n"] is not None:
            p.row([(sums[k], 1)], r["n"], r["n"])
        else:
            p.targets.append((f"{k};instytucje", sums[k], 0))
    p.targets += [(f"{k};{g} of {n}", x[g, k], 0)
                  for (g, k), (shown, n) in own.items() if shown is None
                  and whole[k]["n"] not in (0, total)]
    for (name, *_), (a, b) in zip(p.targets, p.solve() or []):
        out.test("H", b - a < 1 - 1e-6, f"{name} can be {a:.0f} only")


def choices(folder, groups):
    """{prefix: (most, least)} choices of one answer, from the forms."""
    found = {}
    for g in groups:
        path = f"{folder}/{g['code']}.csv"
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8-sig", newline="") as f:
            for r in csv.DictReader(f):
                prefix = {"bariery": "bariera.", "priorytety": "priorytet.",
                          "korzysci": "korzysc."}.get(r["name"])
                if prefix and r["max"]:
                    # who ranks nothing has not answered
                    least = int(prefix == "priorytet.")
                    found[prefix] = (max(int(r["max"]),
                                         found.get(prefix, (0,))[0]), least)
    return found


def versions(a, b, out):
    for (g, k), r in b.at.items():
        old = a.get(g, k)
        if not old or ":" not in r["state"] or not (
                k.endswith(".odp") or k in ("wklad", "doswiadczenie")
                or k.startswith("typ.")) or old["state"] == r["state"]:
            continue
        x, y = a.spread(g, k), b.spread(g, k)
        moved = sum(abs(x.get(q, 0) - y.get(q, 0)) for q in {*x, *y} - {""})
        out.test("F", moved < ALONE, f"{k};{g}: {old['state']} then "
                 f"{r['state']}")


def campaign(folder, groups, choose, out):
    db = sqlite3.connect(f"{folder}/diagnoza.db")
    db.row_factory = sqlite3.Row
    core = [r["code"] for r in groups if r["core"] == "tak"]
    sector = {r["code"]: r["sector"] for r in groups}
    person = {r["code"]: r["unit"] == "osoba" for r in groups}
    of = {f"i{r['id']}": r["grp"] for r in
          db.execute("SELECT id, grp FROM institution_shown")}
    # The library's form does not ask what it would gain: not in `wklad`.
    mute = {r["code"] for r in groups if r["library"] == "tak"}
    order, label = {}, {}
    for r in db.execute("SELECT key, ord, name FROM measure"):
        order[r["key"]], label[r["key"]] = r["ord"], r["name"]
    for table, version in (("cell", "0"), ("frozen_cell", "correction")):
        found = {}
        for r in db.execute(f"SELECT *, {version} AS version FROM {table} "
                            "WHERE length(gmina) = 7 ORDER BY gmina, version"):
            found.setdefault((r["gmina"], r["wave"]), {}).setdefault(
                r["version"], []).append(r)
        for gmina, of_version in sorted(found.items()):
            before = None
            for v, rows in sorted(of_version.items()):
                out.where = f"{folder} {gmina} {v}"
                c = Cells(rows, core, sector, person, of, order, mute,
                          label, choose)
                for attack in (spreads, anchors, benefits, offers, people,
                               ordered, capped):
                    attack(c, out)
                if before:
                    versions(before, c, out)
                before = c


def main():
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as f:
        groups = list(csv.DictReader(f))
    choose = choices(os.path.dirname(sys.argv[1]), groups)
    out = Report()
    for folder in sys.argv[2:]:
        campaign(folder, groups, choose, out)
    bad = sum(out.bad.values())
    print(" ".join(f"{x}:{out.tried[x]}/{out.bad[x]}"
                   for x in sorted(out.tried)))
    print(f"{sum(out.tried.values())} attacks, {bad} leaks")
    return 1 if bad or sum(out.tried.values()) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
