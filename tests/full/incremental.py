#!/usr/bin/python3
"""Random sequences of what an analyst does; after each step the numbers that
were brought up to date are compared, byte for byte, with those of a copy of the
database that lost them all and computed them anew.

    incremental.py SEED STEPS      $DIAGNOZA is the program; exports/ the files

Steps: imports, corrected exports, undos, decisions, invitations, settings,
freezes and corrections.  Prints the step at which something differs and ends
with 1; else "N steps, all equal".
"""
import csv
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys

PROGRAM = os.environ["DIAGNOZA"]
TABLES = {"result": "", "cell": "", "measure": "", "parameter": "",
          "pooled": "", "shown": "", "frozen_cell": "", "frozen_basis": "",
          "memo": ""}


def run(folder, *words, good=(0,)):
    r = subprocess.run([PROGRAM, "-C", folder, *words], capture_output=True,
                       text=True)
    if r.returncode not in good:
        sys.exit(f"{words}: exit {r.returncode}\n{r.stdout}{r.stderr}")
    return r.returncode


def sql(folder, text, *args):
    db = sqlite3.connect(f"{folder}/diagnoza.db")
    rows = db.execute(text, args).fetchall()
    db.commit()
    db.close()
    return rows


def dump(folder):
    out = {}
    for table in TABLES:
        rows = sql(folder, f"SELECT * FROM {table}")
        out[table] = sorted(repr(r) for r in rows)
    return out


class Sequence:
    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.files = {}
        for name in sorted(os.listdir("exports")):
            with open(f"exports/{name}", encoding="utf-8-sig",
                      newline="") as f:
                r = csv.reader(f)
                head, rows = next(r), list(r)
            self.files[name] = (head, rows)
        self.made = 0
        self.confidence = 95

    def write(self, head, rows):
        self.made += 1
        path = f"in{self.made}.csv"
        with open(path, "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f, quoting=csv.QUOTE_ALL)
            w.writerow(head)
            w.writerows(rows)
        return path

    def gmina(self):
        return self.dice.choice(sorted({r[0] for r in sql(
            "k", "SELECT DISTINCT gmina FROM response")} or {None}))

    def do_import(self):
        head, rows = self.files[self.dice.choice(sorted(self.files))]
        some = self.dice.sample(rows, min(len(rows), self.dice.randint(1, 25)))
        run("k", "ingest", self.write(head, some), good=(0, 1))

    def do_corrected(self):
        name = self.dice.choice(sorted(self.files))
        head, rows = self.files[name]
        some = [list(r) for r in self.dice.sample(rows, min(len(rows), 8))]
        scale = [i for i, h in enumerate(head)
                 if re.fullmatch(r"[LMOB]\d\d?", h)]
        for r in some:
            for i in self.dice.sample(scale, min(3, len(scale))):
                r[i] = str(self.dice.randint(1, 5))
        run("k", "ingest", self.write(head, some), good=(0, 1))

    def do_undo(self):
        ids = [r[0] for r in sql("k", "SELECT id FROM import WHERE "
                                 "kind = 'ingest' AND state = 'loaded'")]
        if len(ids) > 2:
            run("k", "undo", str(self.dice.choice(ids)), good=(0, 2))

    def do_decision(self):
        g = self.gmina()
        if not g:
            return
        question, answers = self.dice.choice([
            ("deklaracja", ["jest", "brak"]), ("mala_gmina", ["tak", "nie"]),
            ("wariant", ["potrzeby", "strategiczny"]),
            ("obecni", ["4", "12"])])
        sql("k", "DELETE FROM decision WHERE gmina = ? AND question = ?", g,
            question)
        sql("k", "INSERT INTO decision (wave, gmina, question, answer, ts) "
            "VALUES (1, ?, ?, ?, '2026-11-01')", g, question,
            self.dice.choice(answers))

    def do_invited(self):
        g = self.gmina()
        if g:
            sql("k", "INSERT OR REPLACE INTO invited (wave, gmina, grp, n) "
                "VALUES (1, ?, ?, ?)", g, self.dice.choice(["jst", "ngo"]),
                self.dice.randint(3, 20))

    def do_setting(self):
        self.confidence = 185 - self.confidence
        path = "k/diagnoza.ini"
        text = open(path, encoding="utf-8").read()
        text = re.sub(r"^[#; ]*ufnosc *=.*", f"ufnosc = {self.confidence}",
                      text, flags=re.M)
        open(path, "w", encoding="utf-8").write(text)

    def do_freeze(self):
        g = self.gmina()
        if g:
            run("k", "freeze", "fala", "--gmina", g, good=(0, 2))

    def do_correction(self):
        rows = sql("k", "SELECT gmina FROM freeze")
        if rows:
            run("k", "freeze", "fala", "--correct",
                self.dice.choice(rows)[0], "--reason", "próba",
                good=(0, 1, 2))

    def step(self):
        weights = {"import": 6, "corrected": 3, "undo": 2, "decision": 4,
                   "invited": 1, "setting": 1, "freeze": 1, "correction": 2}
        what = self.dice.choices(list(weights), list(weights.values()))[0]
        getattr(self, "do_" + what)()
        return what


def compare(number, what):
    run("k", "analyze")
    shutil.rmtree("fresh", ignore_errors=True)
    for name in ("", "skrzynka", "archiwum", "raporty"):
        os.makedirs(f"fresh/{name}", exist_ok=True)
    for name in ("diagnoza.ini", "klucz"):
        shutil.copy(f"k/{name}", f"fresh/{name}")
    shutil.copytree("k/ankiety", "fresh/ankiety")
    sql("k", "VACUUM INTO 'fresh/diagnoza.db'")
    os.chmod("fresh/diagnoza.db", 0o600)
    for table in ("result_list", "measure", "parameter", "pooled", "memo"):
        sql("fresh", f"DELETE FROM {table}")
    sql("fresh", "DELETE FROM cell WHERE gmina NOT IN "
        "(SELECT gmina FROM freeze)")
    sql("fresh", "DELETE FROM meta WHERE name LIKE 'wynik.%' OR "
        "name LIKE 'dane.%' OR name = 'podstawa'")
    run("fresh", "analyze", "--full")
    old, new = dump("k"), dump("fresh")
    for table in TABLES:
        if old[table] != new[table]:
            print(f"step {number} ({what}): {table} differs")
            for side, a, b in (("kept", old, new), ("anew", new, old)):
                for row in sorted(set(a[table]) - set(b[table]))[:3]:
                    print(f"  {side}: {row[:200]}")
            return False
    return True


def main():
    seed, steps = int(sys.argv[1]), int(sys.argv[2])
    shutil.rmtree("k", ignore_errors=True)
    r = subprocess.run([PROGRAM, "init", "k", "--voivodeship", "06", "--wave",
                        "fala", "--from", "2026-09-01", "--to", "2026-12-31"],
                       capture_output=True, text=True)
    if r.returncode != 0:
        sys.exit(r.stderr)
    sequence = Sequence(seed)
    done = {}
    for number in range(1, steps + 1):
        what = "import" if number < 4 else None
        if what:
            sequence.do_import()
        else:
            what = sequence.step()
        done[what] = done.get(what, 0) + 1
        if not compare(number, what):
            return 1
    print(f"{steps} steps, all equal:",
          ", ".join(f"{k} {n}" for k, n in sorted(done.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
