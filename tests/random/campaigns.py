#!/usr/bin/python3
"""Random campaigns of one gmina: any number of answers, any of them missing,
all at an end of their scale, names of any length.

    campaigns.py BUILD FOLDER FIRST COUNT [--ua N] [--preflight N]
                 [--workers N]

Campaign k is made from seed k, so a failure can be repeated: `campaigns.py
BUILD FOLDER k 1` keeps FOLDER/k.  Of each campaign every document must be made
(what the program's own reader refuses is withheld, and counted here), and in
the HTML and CSV of each there is no nan, no inf, no empty figure and no empty
table; in the PDF no text stands outside the page.  Every so many campaigns one
goes through uacheck.py and PDF/A preflight too.
"""
import argparse
import collections
import concurrent.futures
import csv
import glob
import os
import random
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
GROUPS = "jst ngo szkola kultura biznes biblioteka mieszkancy".split()
FACTS = {"id", "submitdate", "lastpage", "startlanguage", "seed", "gmina",
         "instytucja", "forma", "wersja", "tryb", "nrFormularza", "token"}
WORDS = ("Koło Gospodyń Wiejskich Ochotnicza Straż Pożarna Stowarzyszenie "
         "Przyjaciół Żółtych Źdźbeł im. św. Jana Nepomucena nad Świdrem "
         "Konstantynopolitańczykowianeczka & <spółka> \"Łąka\" % ’ –").split()


class Pool:
    """Answers to draw from: of many gminas, by group."""

    def __init__(self, diagnoza, folder):
        self.head, self.rows, self.levels = {}, {}, {}
        os.makedirs(folder, exist_ok=True)
        for g in GROUPS:
            path = f"{folder}/{g}.csv"
            subprocess.run([diagnoza, "simulate", path, "--survey", g,
                            "--profile", "limesurvey", "--gminas", "12",
                            "--seed", "11", "--from", "2026-09-15",
                            "--to", "2026-10-20"], check=True)
            with open(path, encoding="utf-8-sig", newline="") as f:
                r = csv.DictReader(f)
                self.head[g], self.rows[g] = r.fieldnames, list(r)
            self.levels[g] = {
                k: sorted({x[k] for x in self.rows[g]} - {""})
                for k in self.head[g] if k not in FACTS}
        self.gminas = sorted({r["gmina"] for r in self.rows["jst"]})
        self.empty = f"{folder}/empty"
        shutil.rmtree(self.empty, ignore_errors=True)
        run(diagnoza, "init", self.empty, "--voivodeship", "06", "--wave", "w",
            "--from", "2026-09-01", "--to", "2026-12-31")


def mood(dice):
    """How the answers of this campaign are."""
    return {
        "size": dice.choice([0, 1, 2, 3, 5, 8, 15, 40]),
        "groups": [g for g in GROUPS if dice.random() < dice.choice([.3, .9])],
        "missing": dice.choice([0, 0, .1, .5, .9, 1]),
        "way": dice.choice(["drawn", "drawn", "any", "low", "high", "same"]),
        "consent": dice.choice(["", "tak", "nie"]),
        "long": dice.random() < .3,
    }


def answer(dice, pool, g, key, value, m, same):
    if dice.random() < m["missing"]:
        return ""
    levels = pool.levels[g][key]
    if not levels or m["way"] == "drawn" or key in ("uwagi", "mikrosukces"):
        return value
    if m["way"] == "same":
        return same.setdefault((g, key), value)
    return {"low": levels[0], "high": levels[-1],
            "any": dice.choice(levels)}[m["way"]]


def rows_of(dice, pool, m, g, gmina):
    same, out = {}, []
    n = dice.randint(0, m["size"]) if g != "biblioteka" else 1
    if g == "mieszkancy":
        n *= dice.choice([1, 3, 10])
    for i in range(n if g in m["groups"] else 0):
        row = dict(dice.choice(pool.rows[g]), gmina=gmina, id=str(i + 2))
        row.update({k: "" for k in ("token", "nrFormularza") if k in row})
        for key in pool.levels[g]:
            row[key] = answer(dice, pool, g, key, row[key], m, same)
        for key in ("zgodaZasoby", "zgodaGlos"):
            if key in row and m["consent"]:
                row[key] = m["consent"]
        if "instytucja" in row:
            few = dice.randint(1, 24 if m["long"] else 4)
            row["instytucja"] = " ".join(dice.choices(WORDS, k=few)) + f" {i}"
        out.append(row)
    return out


def save(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, head, quoting=csv.QUOTE_ALL)
        w.writeheader()
        w.writerows(rows)


class Wrong(Exception):
    pass


def run(diagnoza, *words, most=1):
    r = subprocess.run([diagnoza, *words], capture_output=True, text=True,
                       timeout=120)
    if not 0 <= r.returncode <= most:
        raise Wrong(f"{words[-1]}: exit {r.returncode}: "
                    f"{(r.stderr or r.stdout)[-300:]}")
    return r.stdout + r.stderr


def look(path):
    """What no document may hold."""
    text = open(path, encoding="utf-8").read()
    if re.search(r"(?<![\w])-?(nan|inf)(?![\w])", text, re.I):
        raise Wrong(f"{path}: nan or inf")
    if path.endswith(".html"):
        if re.search(r"<tbody>\s*</tbody>|<desc[^>]*>\s*</desc>", text):
            raise Wrong(f"{path}: an empty frame")
        for svg in re.findall(r"<svg[^>]*role=\"img\".*?</svg>", text, re.S):
            if not re.search(r"<(rect|circle|path|line|polygon|text|use)", svg):
                raise Wrong(f"{path}: an empty figure")
    if re.search(r"\(null\)|%[sd]\b|<p>\s*</p>|\.\.(?!\.)\s*<", text):
        raise Wrong(f"{path}: a hole in a sentence")


def inside(path):
    """All words stand on the page, within its margins.  Four fifths of
    pdftotext's time go into the colour profile: it is not shown that."""
    with open(path, "rb") as f:
        plain = f.read().replace(b"/OutputIntents", b"/OutputIntentz")
    out = subprocess.run(["pdftotext", "-bbox", "-", "-"], check=True,
                         input=plain, capture_output=True).stdout.decode()
    for x1, y1, x2, y2, word in re.findall(
            r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" '
            r'yMax="([-\d.]+)">(.*)</word>', out):
        if float(x1) < 48 or float(x2) > 595.3 - 48 or float(y1) < 20 or \
                float(y2) > 841.9 - 20:
            if word not in ("SZKIC",):
                raise Wrong(f"{path}: {word!r} stands at {x1}..{x2}, {y1}")


def campaign(args, pool, k, folder):
    dice = random.Random(k)
    m = mood(dice)
    gmina = dice.choice(pool.gminas)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    files, n = [], 0
    for g in GROUPS:
        rows = rows_of(dice, pool, m, g, gmina)
        n += len(rows)
        if rows:
            save(f"{folder}/{g}.csv", pool.head[g], rows)
            files.append(f"{folder}/{g}.csv")
    diagnoza, k_dir = args.diagnoza, f"{folder}/k"
    shutil.copytree(pool.empty, k_dir)
    if dice.random() < .5:
        with open(f"{k_dir}/zaproszeni.csv", "w", encoding="utf-8") as f:
            f.write("gmina;grupa;instytucja;liczba\n")
            for g in dice.sample(GROUPS, dice.randint(1, 6)):
                f.write(f"{gmina};{g};;{dice.randint(1, 60)}\n")
    if files:
        run(diagnoza, "-C", k_dir, "ingest", "--allow-rejects", *files,
            most=3)  # 3: a file without a single answer
    run(diagnoza, "-C", k_dir, "analyze")
    if dice.random() < .7:
        run(diagnoza, "-C", k_dir, "freeze", "w")
    run(diagnoza, "-C", k_dir, "report", most=0)
    made = glob.glob(f"{k_dir}/raporty/**/*.*", recursive=True)
    for path in made:
        if path.endswith((".html", ".csv")):
            look(path)
        elif path.endswith(".pdf"):
            inside(path)
    return n, [p for p in made if p.endswith(".pdf")]


def checked(command, paths, name):
    r = subprocess.run([*command, *paths], capture_output=True, text=True)
    if r.returncode != 0:
        raise Wrong(f"{name}: {(r.stdout + r.stderr)[-400:]}")


JARS = "/usr/share/java/pdfbox2.jar:/usr/share/java/*"
PDF = os.path.join(HERE, "..", "pdf")


def one(args, pool, k):
    """Campaign k; the first --ua and --preflight go through the validators."""
    folder, count = f"{args.folder}/{k}", collections.Counter()
    try:
        n, pdfs = campaign(args, pool, k, folder)
        count["documents"] += len(pdfs)
        count["with answers"] += n > 0
        if pdfs and k < args.first + args.ua:
            checked(["/usr/bin/python3", f"{PDF}/uacheck.py"], pdfs, "uacheck")
            count["uacheck"] += len(pdfs)
        if pdfs and k < args.first + args.preflight:
            checked(["java", "-cp", JARS, f"{PDF}/Preflight.java"], pdfs,
                    "preflight")
            count["preflight"] += len(pdfs)
        shutil.rmtree(folder)
    except (Wrong, subprocess.SubprocessError) as wrong:
        count["failed"] += 1
        print(f"campaign {k}: {wrong}", flush=True)
    return count


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build")
    p.add_argument("folder")
    p.add_argument("first", type=int)
    p.add_argument("count", type=int)
    p.add_argument("--ua", type=int, default=0)
    p.add_argument("--preflight", type=int, default=0)
    p.add_argument("--workers", type=int, default=1)
    args = p.parse_args()
    args.diagnoza = os.path.abspath(f"{args.build}/diagnoza")
    pool = Pool(args.diagnoza, f"{args.folder}/pool")
    count = collections.Counter()
    ks = range(args.first, args.first + args.count)
    with concurrent.futures.ThreadPoolExecutor(args.workers) as workers:
        for of_one in workers.map(lambda k: one(args, pool, k), ks):
            count.update(of_one)
    shutil.rmtree(f"{args.folder}/pool")
    print(f"{args.count} campaigns, {count['with answers']} with answers, "
          f"{count['documents']} PDF; uacheck {count['uacheck']}, preflight "
          f"{count['preflight']}; {count['failed']} failed")
    return count["failed"] > 0


sys.exit(main())
