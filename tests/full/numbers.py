#!/usr/bin/python3
"""Every number a report prints is a published cell of its gmina.

    numbers.py DATABASE FOLDER SUFFIX GROUPS.csv EDITION-BIT...

SUFFIX is "" or "-mieszkancy"; the cells are those of the edition's bits.  Read
is the HTML twin (the same blocks as the PDF).  Counts must stand together in
one cell ("9 z 16" is n and total), so must a value with its interval; what is
left must be a number of some cell, of the settings, or of the text itself,
which is what all reports share.
"""
import collections
import glob
import html
import re
import sqlite3
import sys

database, folder, suffix, forms, *bits = sys.argv[1:]
bits = sum(map(int, bits))
db = sqlite3.connect(database)
DASH = "[–-]"


def words_of(path):
    text = open(path, encoding="utf-8").read()
    text = re.sub(r"<style>.*?</style>|<header>.*?</header>|"
                  r"<footer>.*?</footer>|<symbol.*?</symbol>", " ", text,
                  flags=re.S)
    text = html.unescape(re.sub(r"<[^>]*>", " \n ", text))
    return re.sub(r"[\u00a0\u202f\u2009]", " ", text)


def cells_of(gmina):
    """All pairs and intervals that may be printed, and all numbers at all."""
    pairs, spans, loose = set(), set(), set()
    for n, total, value, lo, hi, state, reason in db.execute(
            "select n, total, value, lo, hi, state, reason from cell "
            "where gmina = ? and edition & ?", (gmina, bits)):
        pairs.add((n, total))
        if lo is not None and hi is not None:
            spans |= {(round(lo), round(hi)), (value and round(value),
                                               round(lo), round(hi))}
        loose |= {round(v) for v in (n, total, value, lo, hi)
                  if v is not None}
        numbers = re.findall(r"\d+", f"{state} {reason}")
        loose |= {int(x) for x in numbers}
        # answers to a question: their sum, and each against the sum
        parts = dict(p.split(":") for p in state.split()
                     if re.fullmatch(r"\w+:\d+", p))
        if parts:
            unsure = int(parts.pop("nw", 0))
            known = sum(map(int, parts.values()))
            loose |= {known, unsure}
            pairs |= {(int(v), known) for v in parts.values()} | {(0, known)}
            pairs |= {(int(v), n) for v in parts.values()} | {(0, n)}
            # a title says how many are at either end of the scale, a
            # sentence how many speak of a lasting partnership
            for end in ("12", "45", ("temat", "strat")):
                said = sum(int(parts.get(level, 0)) for level in end)
                pairs.add((said, known))
                loose.add(said)
    return pairs, spans, loose


def main():
    files = [f for f in sorted(glob.glob(f"{folder}/*{suffix}.html"))
             if re.fullmatch(r"\d{7}-.*", f.split("/")[-1]) and
             (suffix or not re.search("-(partnerzy|mieszkancy|po-warsztacie)"
                                      r"\.html$", f))]
    said = {f: words_of(f) for f in files}
    # a line that most reports have, word for word, is the form and not data
    lines = collections.Counter(
        line.strip() for t in said.values() for line in set(t.split("\n")))
    form = open(forms, encoding="utf-8").read()
    settings = {int(v) for v, in db.execute("select value from parameter")
                if v == int(v)}
    wrong = checked = 0
    for path, text in said.items():
        gmina = path.split("/")[-1][:7]
        pairs, spans, loose = cells_of(gmina)
        answered = dict(db.execute(
            "select grp, n from cell where gmina = ? and key = 'odpowiedzi'",
            (gmina,)))
        for group in ("publiczny", "spoleczny", "gospodarczy"):
            pairs.add((answered.get(group), answered.get("instytucje")))
        # one copy for each who will come, and three to spare
        loose |= {n + 3 for n, in db.execute(
            "select n from cell where gmina = ? and key = 'warsztat' and "
            "n is not null", (gmina,))}
        names = {int(x) for row in db.execute(
            "select name from institution_shown") for x in
            re.findall(r"\d+", row[0])}
        for line in text.split("\n"):
            line = line.strip()
            if not re.search(r"\d", line) or line in form or \
                    re.fullmatch("\\d+–\\d+|Od 0 do 100", line) or (
                    len(said) > 3 and lines[line] > 0.6 * len(said)):
                continue
            rest = re.sub(r"\d{1,2} (stycznia|lutego|marca|kwietnia|maja|"
                          r"czerwca|lipca|sierpnia|września|października|"
                          r"listopada|grudnia) \d{4}|\d\d\.\d\d\.\d{4}|"
                          r"TERYT \d+|badanie \S+|odcisk(?: danych)? \w+|nr \d+|"
                          r"Wersja \d+|\d z \d zdań|Skala od 0 \([^)]*\) do 100",
                          "", line)
            for value, lo, hi in re.findall(
                    r"(\d+), najpewniej między (\d+) a (\d+)", rest):
                checked += 1
                if (int(value), int(lo), int(hi)) not in spans:
                    wrong += 1
                    print(f"{gmina}: no cell says {value} ({lo}–{hi}): {line}")
            for n, total in re.findall(r"(\d+) z (\d+)", rest):
                checked += 1
                if (int(n), int(total)) not in pairs:
                    wrong += 1
                    print(f"{gmina}: no cell says {n} z {total}: {line}")
            for lo, hi in re.findall(rf"\((\d+){DASH}(\d+) %\)", rest):
                checked += 1
                if (int(lo), int(hi)) not in spans:
                    wrong += 1
                    print(f"{gmina}: no cell says {lo}–{hi} %: {line}")
            for value, lo, hi in re.findall(
                    rf"(\d+) \(najpewniej (\d+){DASH}(\d+)\)", rest):
                checked += 1
                if (int(value), int(lo), int(hi)) not in spans:
                    wrong += 1
                    print(f"{gmina}: no cell says {value} ({lo}–{hi}): {line}")
            for x in re.findall(r"\d+", rest):
                checked += 1
                if int(x) not in loose | settings | names:
                    wrong += 1
                    print(f"{gmina}: no cell says {x}: {line}")
    print(f"{len(said)} reports, {checked} numbers, {wrong} without a cell")
    return wrong > 0 or not checked


sys.exit(main())
