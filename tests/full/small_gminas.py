#!/usr/bin/python3
"""Small gminas out of simulated exports: few institutions, and agreement,
consents and "do not know" that differ from gmina to gmina.  Some gminas take in
others, so that groups of ten and more stand beside hidden ones.

    small_gminas.py SOURCE TARGET SEED
"""
import csv, os, random, sys
source, target, seed = sys.argv[1:4]
dice = random.Random(int(seed))
heads, rows = {}, {}
for name in sorted(os.listdir(source)):
    with open(f"{source}/{name}", encoding="utf-8-sig", newline="") as f:
        r = csv.DictReader(f)
        heads[name], rows[name] = r.fieldnames, list(r)
gminas = sorted({r["gmina"] for r in rows["jst.csv"]})
mood = {g: dict(size=dice.choice([.4, .8, 1]), agree=dice.choice([0, .5, .9, 1]),
                unsure=dice.choice([0, 0, .15]), name=dice.choice([.2, .6, .9]),
                voice=dice.choice([0, .5, 1]), blind=dice.choice([0, 0, .9]),
                into=g, give=dice.choice([0, 0, 1]))
        for g in gminas}
# Some take in the three before them.
for k in range(3, len(gminas), 10):
    if dice.random() < .7:
        for g in gminas[k - 3:k]:
            if mood[g]["into"] == g:
                mood[g]["into"] = gminas[k]
for g in gminas:
    while mood[mood[g]["into"]]["into"] != mood[g]["into"]:
        mood[g]["into"] = mood[mood[g]["into"]]["into"]
os.mkdir(target)
for name in rows:
    out = []
    for r in rows[name]:
        m = mood.get(r["gmina"])
        if m:
            r["gmina"] = m["into"]
            m = mood[r["gmina"]]
        if not m or dice.random() > m["size"]:
            continue
        for i in range(1, 5):
            if f"L{i}" in r and dice.random() < m["agree"]:
                r[f"L{i}"] = dice.choice("45")
            if f"L{i}" in r and dice.random() < m["unsure"]:
                r[f"L{i}"] = "nw"
        if "zgodaZasoby" in r:
            r["zgodaZasoby"] = "tak" if dice.random() < m["name"] else "nie"
            r["zgodaGlos"] = "tak" if dice.random() < m["voice"] else "nie"
            if dice.random() < m["blind"]:
                r.update({k: "" for k in r if k.startswith("korzysci[")})
            if m["give"] and dice.random() < .9:
                r["R01"] = "tak"
            if r["zgodaZasoby"] == "nie" and dice.random() < .5:
                for i in range(1, 13):
                    if f"R{i:02}" in r:
                        r[f"R{i:02}"] = "nie"
        out.append(r)
    with open(f"{target}/{name}", "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, heads[name], quoting=csv.QUOTE_ALL)
        w.writeheader()
        w.writerows(out)
