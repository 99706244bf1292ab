#!/usr/bin/python3
"""A second opinion on the numbers of a gmina's report.

    recount.py SURVEYS REGISTER EXPORTS REPORTS

reads the exports of a campaign (one file a group: jst.csv, ngo.csv ...) and
the definitions of the surveys, works out with the standard library alone what
the CSV of each gmina has to say, and compares cell by cell.  Written from the
documents (surveys/README.md, docs/cells.md), not from the program: the
quantile of Student's t is an integral here, the readers know only what the
simulated exports use.  Prints what differs, then "N cells, M bad".
"""
import csv
import functools
import io
import math
import os
import re
import statistics
import sys
from collections import Counter, defaultdict

INDICES = "MOBL"
MIN_ROW = 5          # smaller rows are not shown
OWN_FROM = 20        # from here the interval uses the row's own variance
WORDS_OVER = 20      # half-width: words only above, nearest five from ...
FIVES_FROM = 10      # ... here, integers below
MANY_GMINAS = 20    # from here on their number is told to the next ten
BENCHMARK_FROM = 10  # gminas
WIDE_BASE = 10       # below it a count of none or of all is not printed
BLOCK = 2            # mentions within which places are not told apart
FIRST = 3            # places that page 1 names


# --- surveys and exports ---------------------------------------------------

def table(path, **kw):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f, **kw))


class Survey:
    def __init__(self, folder, group):
        self.rows = table(f"{folder}/{group}.csv")
        self.choices = defaultdict(dict)   # list: name -> value
        self.texts = defaultdict(dict)     # list: label -> name
        self.labels = defaultdict(dict)    # list: name -> label
        for c in table(f"{folder}/choices.csv"):
            self.choices[c["list_name"]][c["name"]] = int(c["value"])
            self.texts[c["list_name"]][c["label"]] = c["name"]
            self.labels[c["list_name"]][c["name"]] = c["label"]
        self.question, self.header = {}, {}
        battery = None
        for r in self.rows:
            kind, _, lst = r["type"].partition(" ")
            if kind == "begin_group":
                battery = r["label"]
            elif kind == "end_group":
                battery = None
            elif kind != "note":
                self.question[r["name"]] = (kind, lst, r)
                text = r["label"] or r["name"]
                head = f"{battery} [{text}]" if battery else text
                self.header[" ".join(head.split())] = r["name"]
                self.header[r["name"]] = r["name"]

    def items(self, key):
        """Questions of an index (M) or of a dimension (M1), and which of them
        are turned round."""
        col = "index" if len(key) == 1 else "dimension"
        return [(n, r["reverse"] == "tak")
                for n, (kind, _, r) in self.question.items()
                if kind == "select_one" and r[col] == key]

    def anchors(self, key):
        return [(n, rev) for n, rev in self.items(key)
                if self.question[n][2]["anchor"] == "tak"]

    def resources(self, index):
        return {r["resource"]: n for n, (_, _, r) in self.question.items()
                if r["index"] == index and r["resource"]}


def records(path):
    raw = open(path, "rb").read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1250")
    first = text.split("\n", 1)[0]
    sep = ";" if first.count(";") > first.count(",") else ","
    rows = [r for r in csv.reader(io.StringIO(text), delimiter=sep) if r]
    return [" ".join(h.split()) for h in rows[0]], rows[1:]


def read_export(path, survey, gminas):
    """Each answer as {question: number, or set of names, or ordered names}."""
    header, rows = records(path)
    place = []   # per column: (question, option or None)
    for h in header:
        m = re.fullmatch(r"([A-Za-z0-9]+)(?:\[(\w+)\]|/(\w+)|_(\w+))", h)
        whole = re.fullmatch(r"(.*) \[(\d)\]", h)
        if h in survey.header:
            place.append((survey.header[h], None))
        elif m and m[1] in survey.question:
            place.append((m[1], m[2] or m[3] or m[4]))
        elif whole and whole[1] in survey.header:
            place.append((survey.header[whole[1]], whole[2]))
        else:
            place.append((None, None))
    out = []
    for row in rows:
        if not any(row):
            continue
        got = {"": row}
        for (name, option), cell in zip(place, row):
            cell = cell.strip()
            if not name or not cell:
                continue
            kind, lst, _ = survey.question[name]
            texts, values = survey.texts[lst], survey.choices[lst]
            if kind == "gmina":
                got["gmina"] = gminas.get(cell, cell)
            elif kind == "select_one":
                code = cell if cell in values else texts[cell]
                got["?" + name] = values[code]
                if values[code] != 253 or name in ("deklaracja", "przypadek"):
                    got[name] = values[code]
            elif kind in ("select_multiple", "rank") and option:
                if kind == "rank":
                    got.setdefault(name, []).append(
                        cell if cell in values else texts[cell])
                elif cell in ("1", "Y", "tak"):
                    got.setdefault(name, []).append(option)
            elif kind in ("select_multiple", "rank"):
                parts = cell.split(";") if ";" in cell else None
                if parts is None:
                    parts = [cell] if cell in texts else cell.split(" ")
                parts = [p.strip() for p in parts if p.strip()]
                got[name] = [p if p in values else texts[p] for p in parts]
            elif kind in ("text", "hidden"):
                got[name] = cell
        out.append(got)
    return out


# --- numbers ---------------------------------------------------------------

def score(answer, items):
    """0..100, or None when fewer than two thirds of the items are answered."""
    got = [100 - (answer[n] - 1) * 25 if rev else (answer[n] - 1) * 25
           for n, rev in items if n in answer]
    if not items or len(got) < math.ceil(2 * len(items) / 3):
        return None
    return statistics.fmean(got)


def t_below(t, df, steps=300):
    """Student's distribution function by Simpson's rule over the angle
    t = sqrt(df) tan(a), where the density is cos(a)^(df-1)."""
    top = math.atan(t / math.sqrt(df))
    h = top / steps
    f = lambda a: math.cos(a) ** (df - 1)
    area = f(0) + f(top) + sum((4 if i % 2 else 2) * f(i * h)
                               for i in range(1, steps))
    c = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2))
    return 0.5 + c / math.sqrt(math.pi) * area * h / 3


T_CACHE = {}


def t975(df):
    if df not in T_CACHE:
        lo, hi = 1.0, 20.0
        while hi - lo > 1e-9:
            mid = (lo + hi) / 2
            lo, hi = (mid, hi) if t_below(mid, df) < 0.975 else (lo, mid)
        T_CACHE[df] = (lo + hi) / 2
    return T_CACHE[df]


def near(x, step):
    return math.floor(x / step + 0.5) * step


def pool(groups):
    """phi and its degrees of freedom: one voice's variance is
    phi mu (100 - mu); m (100 - m) of a gmina with its mean m is low by the
    variance of m."""
    df = sum(len(v) - 1 for v in groups)
    ss = sum(statistics.variance(v) * (len(v) - 1) for v in groups)
    basis = sum((len(v) - 1) * (statistics.fmean(v) *
                                (100 - statistics.fmean(v)) +
                                statistics.variance(v) / len(v))
                for v in groups)
    # the SD in the middle of the scale up to a half point, df down to 100, 200,
    # 500, 1000...
    sd = math.ceil(50 * math.sqrt(ss / basis) / 0.5 - 1e-9) * 0.5
    steps = [m * 10 ** k for k in range(2, 9) for m in (1, 2, 5)]
    df = max([s for s in steps if s <= df], default=max(1, int(df)))
    return sd * sd / 2500, df


def ends(m, far):
    """The means from which m lies as far as chance lets it: far(x) is how far
    for the mean x, the ends are looked for by halving."""
    out = []
    for limit in (0.0, 100.0):
        inside, outside = m, limit
        if abs(m - limit) <= far(limit):
            out.append(limit)
            continue
        for _ in range(60):
            mid = (inside + outside) / 2
            if abs(m - mid) <= far(mid):
                inside = mid
            else:
                outside = mid
        out.append(inside)
    return out


def around(values, phi, pooled_df):
    """The ends of the interval, and half of its width."""
    n = len(values)
    m = statistics.fmean(values)
    if n >= OWN_FROM:
        half = t975(n - 1) * math.sqrt(statistics.variance(values) / n)
        return m - half, m + half, half
    t = t975(pooled_df)
    lo, hi = ends(m, lambda x: t * math.sqrt(phi * x * (100 - x) / n))
    return lo, hi, (hi - lo) / 2


def row_of(values, phi, pooled_df, least=1):
    """(value or None, lo, hi, state) as printed, to `least` points or more."""
    n = len(values)
    m = statistics.fmean(values)
    lo, hi, half = around(values, phi, pooled_df)
    lo, hi = max(0.0, lo), min(100.0, hi)
    state = "tak" if lo >= 50 else "nie" if hi < 50 else "podzielone"
    step = 5 if n < MIN_ROW or half >= FIVES_FROM else least
    value = None if n < MIN_ROW or half > WORDS_OVER else near(m, step)
    # the ends go outward, so that the printed interval covers the real one
    return (value, math.floor(lo / step + 1e-9) * step,
            math.ceil(hi / step - 1e-9) * step, state)


RANGES = [(0, 1), (1, 5), (5, None)]


def money_of(count, asked):
    """The cell of a sum by how many of the asked named each range."""
    low = sum(k * a for k, (a, _) in zip(count, RANGES))
    most = max((100 * (b or 2 * a) / ((b or 2 * a) + low - a)
                for k, (a, b) in zip(count, RANGES) if k), default=0)
    if sum(count) < 3 or asked < 5 or most > 75 or asked in count:
        return (None, None, None, None, None, "ukryte")
    if count[2]:
        return (None, low // 5 * 5, None, None, None, "co_najmniej")
    high = count[0] + 5 * count[1]
    return (None, low // 5 * 5, -(-high // 5) * 5, None, None, "przedzial")


@functools.lru_cache(None)
def money_worlds(asked):
    """{cell: whether each number behind it has two values}"""
    seen = defaultdict(set)
    for c in range(asked + 1):
        for b in range(asked + 1 - c):
            for a in range(asked + 1 - b - c):
                seen[money_of((a, b, c), asked)].add((asked - a - b - c, a, b, c))
    return {cell: all(len({w[k] for w in worlds}) > 1 or
                      (k == 3 and asked >= WIDE_BASE and
                       max(w[3] for w in worlds) == 0) for k in range(4))
            for cell, worlds in seen.items()}


def quantile(sorted_values, p):
    at = (len(sorted_values) - 1) * p
    i = int(at)
    j = min(i + 1, len(sorted_values) - 1)
    return sorted_values[i] + (at - i) * (sorted_values[j] - sorted_values[i])


# --- a campaign ------------------------------------------------------------

class Campaign:
    def __init__(self, surveys, exports, names):
        self.groups = [g for g in table(f"{surveys}/groups.csv")
                       if g.get("rodzaj") != "dodatkowa"]
        self.survey, self.voices = {}, defaultdict(lambda: defaultdict(list))
        for g in self.groups:
            code = g["code"]
            self.survey[code] = Survey(surveys, code)
            for a in read_export(f"{exports}/{code}.csv", self.survey[code],
                                 names):
                self.voices[a["gmina"]][code].append(a)
        self.gap_pool = {}
        self.core = [g["code"] for g in self.groups if g["core"] == "tak"]
        self.unit = {g["code"]: g["unit"] for g in self.groups}
        self.sector = {g["code"]: g["sector"] for g in self.groups}
        self.keys = sorted({r["dimension"] for s in self.survey.values()
                            for _, _, r in s.question.values()
                            if r["dimension"]} | set(INDICES))
        self.scores = {row: {k: {} for k in self.keys}
                       for row in ("instytucje", "mieszkancy")}
        for gmina, by_group in self.voices.items():
            for row, codes in (("instytucje", self.core),
                               ("mieszkancy", ["mieszkancy"])):
                for k in self.keys:
                    got = [score(a, self.survey[c].items(k))
                           for c in codes for a in by_group[c]]
                    self.scores[row][k][gmina] = [x for x in got
                                                  if x is not None]

    def all_of(self, gmina):
        return [(c, a) for c in self.core for a in self.voices[gmina][c]]

    def pooled(self, row, key):
        return pool([v for v in self.scores[row][key].values() if len(v) > 1])

    def expect(self, gmina):
        """{(key, row): (value, lo, hi, n, N, state)}; a field that this
        script does not judge is ANY."""
        cells = {}
        by_group = self.voices[gmina]
        inst = self.all_of(gmina)
        n_groups = sum(bool(by_group[c]) for c in self.core)
        for c in self.survey:
            n = len(by_group[c])
            cells["odpowiedzi", c] = (None, None, None, n, ANY,
                                      "ok" if n else "bez_odpowiedzi")
        cells["odpowiedzi", "razem"] = (
            None, None, None, len(inst) + len(by_group["mieszkancy"]), ANY, ANY)
        if inst:
            cells["odpowiedzi", "instytucje"] = (None, None, None, len(inst),
                                                 ANY, ANY)
        for sector in {self.sector[c] for c in self.core}:
            n = sum(self.sector[c] == sector for c, _ in inst)
            if n:
                cells["odpowiedzi", sector] = (None, None, None, n, ANY, ANY)
        self.indices(gmina, cells, len(inst), n_groups)
        self.agreement(gmina, cells, inst)
        self.gaps(gmina, cells)
        self.users(gmina, cells)
        self.answers(gmina, cells, inst)
        self.willing(cells, inst)
        self.counts(cells, gmina, inst)
        self.resources(cells, gmina, inst)
        return cells

    def indices(self, gmina, cells, n_inst, n_groups):
        total = {"instytucje": n_inst,
                 "mieszkancy": len(self.voices[gmina]["mieszkancy"])}
        for row in ("instytucje", "mieszkancy"):
            shown = total[row] >= MIN_ROW and (row == "mieszkancy" or
                                               n_groups >= 2)
            for k in self.keys:
                got = self.scores[row][k][gmina]
                if not total[row]:
                    continue
                if not shown or len(got) < MIN_ROW:
                    cells[k, row] = (None, None, None, None, ANY, "za_malo")
                else:
                    v, lo, hi, state = row_of(got, *self.pooled(row, k))
                    cells[k, row] = (v, lo, hi, len(got), total[row], state)

    def agreement(self, gmina, cells, inst):
        """rwg(j) of complete rows: institutions by the anchors, residents by
        all items; a word where the mean of the row (or of a part) stands."""
        folk = [("mieszkancy", a) for a in self.voices[gmina]["mieszkancy"]]
        for k in INDICES:
            for row, who in (("instytucje", inst), ("mieszkancy", folk)):
                lists = {c: self.survey[c].anchors(k) if row == "instytucje"
                         else self.survey[c].items(k) for c, _ in who}
                rows = [[a[n] for n, _ in sorted(lists[c])] for c, a in who
                        if all(n in a for n, _ in lists[c])]
                if len(rows) < 3 or not any(
                        cells.get((d, row), (None,) * 6)[3] is not None
                        for d in self.keys if d[0] == k):
                    continue
                u = statistics.fmean(statistics.variance(x)
                                     for x in zip(*rows)) / 2
                j = len(rows[0])
                r = j * max(0, 1 - u) / (j * max(0, 1 - u) + min(u, 1))
                cells[f"{k}.zgodnosc", row] = (
                    None, None, None, None, None,
                    "zgodne" if r >= .5 else "podzielone")

    def answers(self, gmina, cells, inst):
        """How answers lie: each choice with its number, from ten answers.  Of
        institutions only where their means may be worked out exactly, which
        is not judged here: such a cell may be missing, but not be wrong."""
        folk = [("mieszkancy", a) for a in self.voices[gmina]["mieszkancy"]]

        def spread(key, row, codes, names):
            n, total = sum(c != 253 for c in codes), len(codes)
            said = Counter(codes)
            text = " ".join(f"{name}:{said[c]}" for name, c in names
                            if said[c])
            if total >= WIDE_BASE:
                cells[key, row] = (None, None, None, n, total, text, MAYBE)

        def few(key, row, n, total, named):
            if total < MIN_ROW:
                cells[key, row] = (None, None, None, None, ANY, "za_malo",
                                   MAYBE)
            elif total < WIDE_BASE and n in (0, total - 1, total):
                cells[key, row] = (None, None, None, None, total, "ukryte")
            else:
                cells[key, row] = (None, None, None, n, total, named)

        for row, who in (("instytucje", inst), ("mieszkancy", folk)):
            groups = {c for c, _ in who}
            for q in sorted({n for c in groups for k in INDICES
                             for n, _ in self.survey[c].items(k)}):
                asked = [c for c in groups if q in self.survey[c].question]
                kind, lst, r = self.survey[asked[0]].question[q]
                names = list(self.survey["jst"].choices[lst].items())
                codes = [a["?" + q] for c, a in who if "?" + q in a]
                if r["anchor"] == "tak":
                    spread(f"{q}.odp", row, codes, names)
                elif row == "mieszkancy":
                    spread(f"{q}.mieszkancy.odp", row, codes, names)
                if r["anchor"] == "tak" and r["index"] == "L":
                    own = [c for c in codes if c != 253]
                    if own:
                        few(f"zgoda.{q}", row, sum(c > 3 for c in own),
                            len(own), "")
        for q, key in (("typDotad", "typ.dotad"), ("typChciany",
                                                   "typ.chciany")):
            spread(key, "instytucje", [a["?" + q] for _, a in inst
                                       if "?" + q in a],
                   list(self.survey["jst"].choices["typy"].items()))
        three = {"idea", "realizacja", "ocena"}
        levels = [len(three & set(a["doswiadczenie"])) for _, a in inst
                  if a.get("doswiadczenie")]
        spread("doswiadczenie", "instytucje", levels,
               [(str(i), i) for i in range(4)])
        both = []
        for c, a in inst:
            if c == "biblioteka":   # it is not asked what it gains
                continue
            offers = [a[q] for q in self.survey[c].resources("R").values()
                      if q in a]
            if offers or a.get("korzysci"):
                gives = any(x > 1 for x in offers)
                both.append(("nic", "korzysc", "wklad", "oba")[
                    2 * gives + bool(a.get("korzysci"))])
        spread("wklad", "instytucje", both,
               [(x, x) for x in ("oba", "wklad", "korzysc", "nic")])
        lists = [a["korzysci"] for _, a in inst if a.get("korzysci")]
        for choice in self.survey["jst"].choices["korzysci"]:
            if lists:
                few(f"korzysc.{choice}", "instytucje",
                    sum(choice in x for x in lists), len(lists), "")
        for q in ("wiek", "plec"):
            said = Counter(a[q] for _, a in folk if q in a)
            total = sum(said.values())
            if total < WIDE_BASE:
                continue
            values = self.survey["mieszkancy"].choices[q].values()
            hide = [v for v in values if 0 < said[v] < MIN_ROW]
            # in the order of the list: the smallest one would tell its size
            rest = [v for v in values if said[v] >= MIN_ROW]
            while hide and rest and (len(hide) < 2 or
                                     sum(said[v] for v in hide) < MIN_ROW):
                hide.append(rest.pop(0))
            for name, v in self.survey["mieszkancy"].choices[q].items():
                cells[f"{q}.{name}", "mieszkancy"] = (
                    (None, None, None, None, total, "ukryte") if v in hide else
                    (None, None, None, said[v], total, "ok"))
        if folk:
            self.who_lives(gmina, cells)

    def who_lives(self, gmina, cells):
        """Shares of the register; the band of age most missed, if any."""
        r = {k: int(v) for k, v in self.register[gmina].items()
             if re.fullmatch(r"ludnosc|kobiety|wiek\d+", k) and v}
        gaps = {}
        bands = sorted(k for k in r if k.startswith("wiek"))
        for band in bands:
            key = f"wiek.{band[4:]}"
            part = math.floor(100 * r[band] / sum(r[b] for b in bands) + .5)
            cells[f"ludnosc.{key}", "mieszkancy"] = (
                part, None, None, None, None, "ok")
            *_, n, total, state = cells.get((key, "mieszkancy"), [None] * 3)
            if state == "ok" and part > 100 * score_ends(n, total)[1]:
                gaps[part - 100 * n / total] = key, part
        if gaps:
            key, part = gaps[max(gaps)]
            cells[f"ludnosc.{key}", "mieszkancy"] = (
                part, None, None, None, None, "mniej")
        if "kobiety" in r:
            part = math.floor(100 * r["kobiety"] / r["ludnosc"] + .5)
            for key, x in (("k", part), ("m", 100 - part)):
                cells[f"ludnosc.plec.{key}", "mieszkancy"] = (
                    x, None, None, None, None, "ok")

    def user_scores(self, gmina, k):
        """Residents in two parts: users of the library and the others."""
        folk = [a for a in self.voices[gmina]["mieszkancy"]
                if "korzysta" in a]
        part = ([a for a in folk if a["korzysta"] == 1],
                [a for a in folk if a["korzysta"] != 1])
        items = self.survey["mieszkancy"].items(k)
        return [(len(p), [x for x in (score(a, items) for a in p)
                          if x is not None]) for p in part]

    def users(self, gmina, cells):
        for k in INDICES:
            if (k, "users") not in self.gap_pool:
                groups = [v for g in self.voices
                          for _, v in self.user_scores(g, k) if len(v) > 1]
                self.gap_pool[k, "users"] = pool(groups)
            parts = self.user_scores(gmina, k)
            whole = len(self.scores["mieszkancy"][k][gmina])
            left = whole - sum(len(v) for _, v in parts)
            if min(len(v) for _, v in parts) < WIDE_BASE or 0 < left < MIN_ROW:
                continue
            for name, (n, v) in zip(("korzysta", "nie_korzysta"), parts):
                value, lo, hi, state = row_of(
                    v, *self.gap_pool[k, "users"], least=5)
                cells[f"{k}.{name}", "mieszkancy"] = (value, lo, hi, len(v), n,
                                                      state)

    def gaps(self, gmina, cells):
        """Institutions less residents on the anchors."""
        tests = []
        for k in INDICES:
            side = []
            for codes in (self.core, ["mieszkancy"]):
                def scores(g):
                    got = [score(a, self.survey[c].anchors(k))
                           for c in codes for a in self.voices[g][c]]
                    return [x for x in got if x is not None]
                if (k, codes[0]) not in self.gap_pool:
                    groups = [v for v in map(scores, self.voices)
                              if len(v) > 1]
                    self.gap_pool[k, codes[0]] = pool(groups)
                phi, df = self.gap_pool[k, codes[0]]
                v = scores(gmina)
                if not v:
                    break
                m, n = statistics.fmean(v), len(v)
                if n >= OWN_FROM:
                    side.append((m, statistics.variance(v) / n, n - 1))
                else:
                    t = t975(df)
                    lo, hi = ends(m, lambda x: t * math.sqrt(
                        phi * x * (100 - x) / n))
                    at = (lo + hi) / 2
                    side.append((m, phi * at * (100 - at) / n, df))
            if len(side) < 2:
                continue
            (m1, v1, f1), (m2, v2, f2) = side
            f = (v1 + v2) ** 2 / (v1 ** 2 / f1 + v2 ** 2 / f2)
            d, se = m1 - m2, math.sqrt(v1 + v2)
            tests.append((2 * (1 - t_below(abs(d) / se, f, 2000)), k, d,
                          t975(f) * se))
        worst = 0
        for i, (p, k, d, half) in enumerate(sorted(tests)):
            worst = max(worst, min(1, p * (len(tests) - i)))
            state = ("podobnie" if abs(d) + half <= 10 else
                     "roznica" if worst < .05 and abs(d) >= 10 else "za_malo")
            if not all(any(cells.get((x, row), (None,) * 6)[3] is not None
                           for x in self.keys if x[0] == k)
                       for row in ("instytucje", "mieszkancy")):
                state = "ukryte"
            cells[f"{k}.roznica", "razem"] = (None, None, None, None, None,
                                              state)

    def benchmark(self, row, key):
        """From the means of the gminas that have the row."""
        vals = sorted(statistics.fmean(v) for v in
                      self.scores[row][key].values() if len(v) >= MIN_ROW)
        if len(vals) < BENCHMARK_FROM:
            return None
        many = len(vals) >= MANY_GMINAS
        return (near(quantile(vals, .5), 5), near(quantile(vals, .25), 5),
                near(quantile(vals, .75), 5),
                near(len(vals), 10) if many else len(vals), ANY,
                "okolo" if many else "ok")

    def willing(self, cells, inst):
        said = [a["chec"] for _, a in inst if "chec" in a]
        if not inst:
            return
        for key, code in (("chec.tak", 1), ("chec.warunek", 2)):
            n, total = said.count(code), len(said)
            if total < MIN_ROW:
                cells[key, "instytucje"] = (None, None, None, None, ANY,
                                            "za_malo")
            elif total < WIDE_BASE and (
                    said.count(1) in (0, total) or n == 0 or
                    code > 1 and said.count(1) + n == total):
                cells[key, "instytucje"] = (None, None, None, None, total,
                                            "slowa")
            else:
                cells[key, "instytucje"] = (None, None, None, n, total, "ok")

    def counts(self, cells, gmina, inst):
        folk = [("mieszkancy", a) for a in self.voices[gmina]["mieszkancy"]]
        for question, kind, row, who in (
                ("bariery", "bariera", "instytucje", inst),
                ("priorytety", "priorytet", "instytucje", inst),
                ("priorytety", "priorytet", "mieszkancy", folk)):
            asked = [a[question] for _, a in who if a.get(question)]
            named = Counter(x for a in asked for x in set(a))
            if not asked:
                continue
            for choice in self.survey["jst"].choices[question]:
                n, total = named[choice], len(asked)
                lo = hi = None
                state = ""
                if total < MIN_ROW:
                    n, total, state = None, ANY, "za_malo"
                elif total < WIDE_BASE and n in (0, 1, total - 1, total):
                    n, state = None, "ukryte"
                if len(asked) >= 20:
                    lo, hi = wilson(n, total)
                cells[f"{kind}.{choice}", row] = (ANY, lo, hi, n, total, state)
            # from twenty on there are no blocks; institutions' ties are then
            # parted by Borda, which is not judged here
            if "priorytet" == kind and (WIDE_BASE <= len(asked) < 20 or
                                        row == "mieszkancy" and
                                        len(asked) >= 20):
                labels = self.survey["jst"].labels[question]
                block = BLOCK if len(asked) < 20 else 0
                for i, choice in enumerate(blocks(named, labels, block)):
                    c = cells[f"{kind}.{choice}", row]
                    cells[f"{kind}.{choice}", row] = (
                        (i + 1 if i < 10 else None),) + c[1:]
        if folk:
            used = [a["korzysta"] for _, a in folk if "korzysta" in a]
            n = used.count(1)
            if len(used) >= MIN_ROW and (len(used) >= WIDE_BASE or
                                         n not in (0, len(used) - 1,
                                                   len(used))):
                cells["korzysta", "mieszkancy"] = (None, None, None, n,
                                                   len(used), "")
            else:
                cells["korzysta", "mieszkancy"] = (None, None, None, None,
                                                   ANY, "ukryte")

    def givers(self, inst):
        """Institutions with their answers; the people of the office are one
        giver together (analysis/resource.h, Z1)."""
        out = defaultdict(list)
        for i, (c, a) in enumerate(inst):
            name = a.get("instytucja", f"? {i}")
            one = self.unit[c] == "osoba"   # all of them speak for one office
            out[c, "" if one else " ".join(name.lower().split())].append(a)
        return out

    def offer(self, group, said):
        """3 firm, 2 conditional, 1 or None."""
        if not said:
            return None
        if self.unit[group] == "osoba":
            if 2 * said.count(3) > len(said):
                return 3
            some = len(said) - said.count(1)
            return 2 if 3 in said or 2 * some >= len(said) else 1
        return said[0] if len(set(said)) == 1 else 2

    def pools(self, inst):
        """Unnamed givers by sector, "" for the sectors too small for a pool
        of their own; the named ones; all that are counted."""
        named, pools = [], {}
        for key, who in self.givers(inst).items():
            asked = self.survey[key[0]].resources("R").values()
            if not any(q in a for a in who for q in asked):
                continue
            if all(a.get("zgodaZasoby") == 1 for a in who):
                named.append(key)
            else:
                pools.setdefault(self.sector[key[0]], []).append(key)
        small = [s for s in pools if len(pools[s]) < 3]
        rest = [k for s in small for k in pools.pop(s)]
        order = list(dict.fromkeys(self.sector.values()))
        while rest and len(rest) < 3 and pools:
            rest += pools.pop(min(pools, key=lambda s: (len(pools[s]),
                                                        order.index(s))))
        if len(rest) >= 3:
            pools[""] = rest
        return pools, named, named + [k for p in pools.values() for k in p]

    def money(self, cells, inst):
        """Ranges of `finanse`, thousands: low end, high end."""
        ends = {1: None, 2: (0, 1), 3: (1, 5), 4: (5, None)}
        said = [min(a["finanse"] for a in who if "finanse" in a)
                for key, who in self.givers(inst).items()
                if any("finanse" in a for a in who)]
        given = [ends[x] for x in said if ends[x]]
        if not said:
            return
        want = money_of([len([g for g in given if g == r]) for r in RANGES],
                        len(said))
        if want[-1] != "ukryte" and not money_worlds(len(said))[want]:
            want = (None, None, None, None, None, "ukryte")
        cells["pieniadze", "razem"] = want

    def resources(self, cells, gmina, inst):
        library = self.voices[gmina]["biblioteka"]
        need_q = self.survey["biblioteka"].resources("N")
        covered = needed = 0
        any_need = False
        several = offered = 0
        pools, named, counted = self.pools(inst)
        for choice in self.survey["jst"].choices["zasoby"]:
            offers = {key: self.offer(key[0], [
                a[q] for q in [self.survey[key[0]].resources("R").get(choice)]
                for a in who if q in a])
                for key, who in self.givers(inst).items()}
            firm, cond = Counter(), Counter()
            for key in named:
                firm[self.sector[key[0]]] += offers[key] == 3
                cond[self.sector[key[0]]] += offers[key] == 2
            for pool, keys in pools.items():
                full = sum(offers[k] == 3 for k in keys)
                part = sum(offers[k] == 2 for k in keys)
                if full + part == len(keys) < WIDE_BASE:
                    full, part = (full, part - 1) if part else (full - 1, 0)
                firm[pool] += full
                cond[pool] += part
            f, c = sum(firm.values()), sum(cond.values())
            # nobody meets a need of its own
            own = [offers[k] for k in named if k[0] == "biblioteka"]
            f_need, c_need = f - own.count(3), c - own.count(2)
            need = None
            if library:
                need = {1: 0, 2: 1, 3: 2}.get(library[0].get(need_q[choice]))
            if not library:
                # no library: what two institutions wish for is needed
                wishes = [a["potrzeby"] for _, a in inst if a.get("potrzeby")]
                if wishes:
                    need = int(sum(choice in w for w in wishes) >= 2)
            if need is None:
                state = "nieznany"
            elif need:
                any_need = True
                needed += 1
                covered += f_need > 0
                state = ("jedyny" if f_need == 1 else "pokryty" if f_need else
                         "warunkowo" if c_need else "brak")
            else:
                state = "nadmiar" if f_need >= 2 else "niepotrzebny"
            if not counted:
                f = c = None
            if all(k[0] == "biblioteka" for k in counted):
                state = "nieznany"
            if inst:
                cells[f"zasob.{choice}", "razem"] = (need, None, None, f, c,
                                                     state)
                for s in {self.sector[x] for x, _ in counted}:
                    if any(self.sector[x] == s for x, _ in
                           pools.get("", [])):
                        cells[f"zasob.{choice}", s] = (ANY, None, None, None,
                                                       None, "ukryte")
                        continue
                    cells[f"zasob.{choice}", s] = (ANY, None, None, firm[s],
                                                   cond[s], ANY)
            if counted:
                shown = {s: firm[s] for s in {self.sector[x]
                                              for x, _ in counted}}
                hidden = any(k not in counted and offers[k]
                             for k in self.givers(inst)) or any(
                    self.sector[x] == s for s in shown
                    for x, _ in pools.get("", []))
                have = [s for s in shown if firm[s] > 0 and not any(
                    self.sector[x] == s for x, _ in pools.get("", []))]
                several += len(have) > 1
                offered += f > 0
                cells[f"sektory.{choice}", "razem"] = (
                    None, None, None, len(have), None,
                    "kilka" if len(have) > 1 else "nieznane" if hidden else
                    "brak" if not have else
                    "tylko_publiczny" if have == ["publiczny"] else "jeden")
        if counted:
            cells["pokrycie.sektory", "razem"] = (None, None, None, several,
                                                  offered, ANY)
        self.money(cells, inst)
        if any_need and any(k[0] != "biblioteka" for k in counted):
            cells["pokrycie", "razem"] = (None, None, None, covered, needed,
                                          ANY)
        folk = self.voices[gmina]["mieszkancy"]
        for choice, q in self.survey["mieszkancy"].resources("R").items():
            n = sum(a.get(q) == 3 for a in folk)
            if n >= MIN_ROW:
                cells[f"zasob.{choice}", "mieszkancy"] = (None, None, None, n,
                                                          ANY, ANY)
            elif folk:
                cells[f"zasob.{choice}", "mieszkancy"] = (None, None, None,
                                                          None, ANY, "ukryte")


class Any:
    def __repr__(self):
        return "*"


ANY = Any()
MAYBE = Any()   # the cell may be missing


def score_ends(k, n, z=1.959963984540054):
    p = k / n
    mid = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n
                                           + z * z / (4 * n * n))
    return max(0, mid - half), min(1, mid + half)


def wilson(k, n):
    lo, hi = score_ends(k, n)
    # 1e-9: an end that is 0 exactly may come out as -0.0000000001
    return math.floor(100 * lo + 1e-9), math.ceil(100 * hi - 1e-9)


POLISH = {c: i for i, c in enumerate(
    " aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}


def blocks(named, labels, block):
    """Places: choices within two mentions stand in one block by alphabet, but
    who is among the first three goes by mentions; "inna sprawa" has none."""
    left = sorted((c for c in named if named[c] and c != "inne"), key=lambda c: -named[c])
    out = []
    while left:
        top = named[left[0]]
        near = [c for c in left if named[c] >= top - block]
        left = left[len(near):]
        room = FIRST - len(out)
        cut = named[near[room - 1]] if 0 < room < len(near) else None
        fits = cut is not None and sum(named[c] >= cut for c in near) == room

        def part(c):
            if cut is None or named[c] > cut or fits and named[c] == cut:
                return 0
            return 1 if named[c] == cut else 2
        out += sorted(near, key=lambda c: (part(c), [
            POLISH.get(x, 0) for x in labels[c].lower()]))
    return out


# --- comparison ------------------------------------------------------------

def number(s):
    return None if s == "" else float(s.replace(",", "."))


def printed(path):
    got = {}
    for r in table(path, delimiter=";"):
        got[r["klucz"], r["grupa"]] = (
            number(r["wartosc"]), number(r["od"]), number(r["do"]),
            number(r["n"]), number(r["N"]), r["stan"])
    return got


def main():
    surveys, register, exports, reports = sys.argv[1:5]
    files = {f[:7]: f"{reports}/{f}" for f in sorted(os.listdir(reports))
             if re.fullmatch(r"\d{7}-.*\.csv", f)
             and not re.search(r"-(partnerzy|mieszkancy)\.csv$", f)}
    kind = {"1": "gmina miejska", "2": "gmina wiejska",
            "3": "gmina miejsko-wiejska"}
    names = {}   # a gmina as a form shows it: its code
    with open(register, encoding="utf-8", newline="") as f:
        next(f)              # sources
        rows = {r["teryt"]: r for r in csv.DictReader(f, delimiter=";")}
    for code, r in rows.items():
        names[f"{r['nazwa']} ({kind[r['rodzaj']]}), pow. {r['powiat']}"] = code
    camp = Campaign(surveys, exports, names)
    camp.register = rows
    got = {g: printed(p) for g, p in files.items()}
    compared = bad = 0
    kinds = Counter()
    if set(got) != set(camp.voices):
        print("gminas differ:", sorted(set(got) ^ set(camp.voices)))
        bad += 1
    want = {g: camp.expect(g) for g in got}
    for row in ("instytucje", "mieszkancy"):
        for k in INDICES:
            b = camp.benchmark(row, k)
            for g in want:
                if b:
                    want[g][f"{k}.srodek", row] = b
                # votes too far apart have no one number in print
                if want[g].get((f"{k}.zgodnosc", row), ("",))[-1] \
                        != "podzielone":
                    continue
                for key in ((d, row) for d in {k, *camp.keys} if d[0] == k):
                    if key in want[g]:
                        want[g][key] = (None,) + want[g][key][1:]
    for g in sorted(got):
        for key in sorted(set(got[g]) - set(want[g])):
            if key[1] in ("instytucje", "mieszkancy") and key[0] != "warsztat":
                bad += 1
                print(f"{g} {key[0]};{key[1]}: not recounted, printed "
                      f"{got[g][key]}")
        for key in sorted(want[g]):
            w, h = want[g][key], got[g].get(key)
            if h is None and w[-1] is MAYBE:
                continue
            compared += 1
            kinds[key[0].split(".")[-1] if key[0].endswith(".odp") else
                  re.split(r"[.\d]", key[0])[0]] += 1
            if h is None or any(a is not ANY and a != b
                                for a, b in zip(w, h)):
                bad += 1
                print(f"{g} {key[0]};{key[1]}: recounted {w}, printed {h}")
    print(", ".join(f"{k} {n}" for k, n in sorted(kinds.items())))
    print(f"{compared} cells, {bad} bad")
    return 1 if bad or compared < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
