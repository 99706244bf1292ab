#!/usr/bin/env python3
"""Do two campaigns hold the same answers?  same.py TRUTH OTHER [no-hidden]

Compares every live response as gmina, group, version, day, answers and texts.
Not asked and blank are one here: most tools do not tell them apart.
"""
import collections
import sqlite3
import sys

HIDDEN = {"nrFormularza", "forma", "wersja", "tryb", "token"}


def answers(path, hidden):
    db = sqlite3.connect(path)
    form = {i: (g, v, [line.split()[1] for line in text.splitlines()])
            for i, g, v, text in
            db.execute("SELECT id, grp, version, layout FROM form")}
    texts = collections.defaultdict(list)
    for response, item, value in db.execute(
            "SELECT response, item, value FROM text ORDER BY item"):
        if hidden or item not in HIDDEN:
            texts[response].append((item, value))
    found = collections.Counter()
    for i, f, gmina, ts, ans in db.execute(
            "SELECT id, form, gmina, ts, ans FROM response "
            "WHERE gone_by IS NULL"):
        group, version, names = form[f]
        given = tuple((n, b) for n, b in zip(names, ans) if b < 254)
        found[gmina, group, version, ts[:10], given, tuple(texts[i])] += 1
    return found


hidden = "no-hidden" not in sys.argv
truth, other = (answers(f"{k}/diagnoza.db", hidden) for k in sys.argv[1:3])
if truth != other or not truth:
    print(f"{sum(truth.values())} responses, {sum(other.values())} in the other")
    for name, rest in ("only in truth", truth - other), \
                      ("only in the other", other - truth):
        for row in list(rest)[:2]:
            print(name, row)
    sys.exit(1)
