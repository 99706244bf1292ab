#!/usr/bin/env python3
"""answers.py CAMPAIGN [nodate]: the live answers of a campaign, a line each,
without what tools do not keep: numbers of responses, the time of day, and the
difference between "not asked", "left blank" and "none of these"."""
import sqlite3
import sys

db = sqlite3.connect(f"file:{sys.argv[1]}/diagnoza.db?mode=ro", uri=True)
dated = len(sys.argv) < 3
many = {}
for form, layout in db.execute("SELECT id, layout FROM form"):
    groups = {}
    for line in layout.splitlines():
        offset, name = line.split()
        if "/" in name:
            groups.setdefault(name.split("/")[0], []).append(int(offset))
    many[form] = list(groups.values())
rows = []
for key, form, grp, gmina, ts, place, mode, ans in db.execute(
        "SELECT r.id, form, f.grp, r.gmina, ts, coalesce(i.name, ''), mode, ans "
        "FROM response r JOIN form f ON f.id = r.form LEFT JOIN institution i "
        "ON i.id = r.institution WHERE gone_by IS NULL"):
    ans = bytearray(255 if b == 254 else b for b in ans)
    for offsets in many[form]:
        if all(ans[o] in (0, 255) for o in offsets):
            for o in offsets:
                ans[o] = 255
    text = db.execute("SELECT item, value FROM text WHERE response = ? "
                      "ORDER BY item", (key,)).fetchall()
    rows.append(repr((grp, gmina, ts[:10] if dated else "", place, mode,
                      ans.hex(), text)))
print("\n".join(sorted(rows)))
