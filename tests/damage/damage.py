#!/usr/bin/python3
"""Damages good exports of every shape and looks at what the program makes of
them.

    damage.py DIAGNOZA WORK [--bad N] [--good N] [--seed N] [--jobs N]
              [--control]

Every file goes through `ingest` of the program as it is, into a campaign of
its own.  What is true of a damaged file is known: which rows were touched, at
which line and cell, and what each row held before.  A stored answer that
differs from what was answered, or an answer that is missing, is a silent
corruption unless a problem of that row was said (or the file was refused).

Prints a table of the kinds (TAXONOMY below), then the figures:
  bad files, silent corruption 0; exact line >= 99 %; exact cell >= 97 %;
  undamaged rows saved >= 99.5 %; good files, false alarms 0.
Exit 0 when all hold.  With --control the program is one with a check taken
out, and silent corruption must be found.
"""
import argparse
import collections
import hashlib
import json
import multiprocessing
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys

from sheet import ENCODINGS, Dialect, Sheet
from taxonomy import TAXONOMY, Work, column_letters

GROUPS = "jst ngo szkola kultura biznes biblioteka mieszkancy".split()
HEADS = {"surveymonkey": 2}
FROM, TO = "2026-09-15", "2026-10-20"


def run(*command, cwd=None):
    return subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env={"PATH": os.environ["PATH"], "TERM": "dumb",
                               "DIAGNOZA_NOW": "1795000000"})


def shapes(program):
    """The names that simulate offers; it lists them when asked for another."""
    text = run(program, "simulate", "--json", "--profile", "?",
               "/dev/null").stdout.decode()
    hint = json.loads(text.splitlines()[0])["problem"]["hint"]
    return hint.split(":")[1].strip(" .").split(", ")


class Campaign:
    """A folder whose database can be put back to empty."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        shutil.rmtree(folder, ignore_errors=True)
        run(program, "init", folder, "--voivodeship", "06", "--wave", "fala",
            "--from", "2026-09-01", "--to", "2026-12-31")
        ini = open(f"{folder}/diagnoza.ini").read()
        open(f"{folder}/diagnoza.ini", "w").write(ini)
        self.empty = open(f"{folder}/diagnoza.db", "rb").read()

    def ingest(self, data, options=()):
        """(exit status, problems, verdict, stored answers by line)"""
        with open(f"{self.folder}/diagnoza.db", "wb") as f:
            f.write(self.empty)
        path = f"{self.folder}/w.csv"
        for name in ("w.csv", "w.do_poprawy.csv", "decyzje.csv",
                     "skrzynka/decyzje.csv"):
            if os.path.exists(f"{self.folder}/{name}"):
                os.unlink(f"{self.folder}/{name}")
        with open(path, "wb") as f:
            f.write(data)
        done = run(self.program, "-C", self.folder, "ingest", "--json", path,
                   *options)
        problems, verdict = [], {}
        for line in done.stdout.decode().splitlines():
            record = json.loads(line)
            if "problem" in record:
                problems.append(record["problem"])
            elif "verdict" in record:
                verdict = record
        return done.returncode, problems, verdict, self.stored()

    def stored(self):
        db = sqlite3.connect(f"{self.folder}/diagnoza.db")
        texts = collections.defaultdict(dict)
        for response, item, value in db.execute(
                "select response, item, value from text"):
            texts[response][item] = value
        out = {}
        for row in db.execute(
                "select r.id, line, r.gmina, ts, mode, ans, coalesce(i.name,'')"
                " from response r left join institution i on"
                " i.id = r.institution where gone_by is null"):
            out[row[1]] = (row[2:5] + (row[6],), row[5], texts[row[0]])
        db.close()
        return out


def same_answers(a, b, blank_is_none):
    """Two stored answers; after a save that drops quotes, what was not asked
    and what was left blank are one."""
    fold = (lambda x: x.replace(b"\xfe", b"\xff")) if blank_is_none else bytes
    return a[0] == b[0] and fold(a[1]) == fold(b[1]) and a[2] == b[2]


def only_lost(now, before):
    """Is `now` what was answered, less some answers?"""
    if now[0] != before[0] and now[0][:1] + now[0][2:] != before[0][:1] + before[0][2:]:
        return False
    if any(n != b and n < 0xFD for n, b in zip(now[1], before[1])):
        return False
    return all(before[2].get(k) == v for k, v in now[2].items())


SEVERE = ("cell", "row", "file", "run")


class Score:
    def __init__(self):
        self.kind = collections.defaultdict(collections.Counter)
        self.codes = collections.defaultdict(collections.Counter)
        self.examples = []

    def add(self, kind, **counts):
        self.kind[kind].update(counts)

    def merge(self, other):
        for k, c in other.kind.items():
            self.kind[k].update(c)
        for k, c in other.codes.items():
            self.codes[k].update(c)
        self.examples += other.examples

    def total(self, what):
        return sum(c[what] for c in self.kind.values())


def judge(work, before, result, score, note):
    """One damaged file: what was said and stored against what is true."""
    rc, problems, verdict, stored = result
    refused = verdict.get("verdict") == "refused"
    by_line = collections.defaultdict(list)
    for p in problems:
        if p.get("line"):
            by_line[p["line"]].append(p)
    severe = lambda line: [p for p in by_line[line] if p["severity"] in SEVERE]
    notes = {p["code"] for p in problems}
    kind = work.kinds()
    for k in work.done:
        score.add(k.name, files=1)
        score.codes[k.name].update({p["code"] for p in problems})
    fault = []

    # silent: stored otherwise, or lost without a word
    silent = 0
    expected = {}
    for truth in work.truths:
        if truth.item is not None:
            truth.item.said_at.append(truth.line())
    for item in work.items:
        if item.origin is not None and not item.gone:
            expected[item.line] = item
            if item.second:
                expected[item.line + item.second] = item
    for line, answer in stored.items():
        item = expected.get(line)
        if item is None:
            silent += 1
            fault.append(f"stored from line {line}, where no row begins")
            continue
        was = before[item.origin]
        if line != item.line and only_lost(answer, was):
            continue
        if was is None or same_answers(answer, was, False):
            continue
        if work.excused(item, notes):
            continue
        if not severe(line) or not only_lost(answer, was):
            silent += 1
            fault.append(f"line {line} is stored otherwise")
    # a file refused for what was done to single rows saves none of the others
    saved = total = 0
    for line, item in expected.items():
        if before[item.origin] is None:
            continue
        total += not item.touched
        if line in stored:
            saved += not item.touched
        elif not refused and not severe(line) and not any(
                severe(l) for l in item.said_at):
            silent += 1
            fault.append(f"line {line} is lost without a word")
    if any(t.level == "file" for t in work.truths) and refused:
        total = saved = 0
    if rc == 0 and silent == 0 and any(t.severe for t in work.truths):
        lost = [t for t in work.truths if t.severe and not t.harmless(stored,
                                                                      before)]
        if lost and not refused and not (notes & work.notes()):
            silent += len(lost)
            fault.append("exit 0 and nothing said")
    score.add(kind, silent=silent, rows=total, saved=saved)

    # said where it is
    for truth in work.truths:
        if truth.level == "none":
            continue
        if truth.level == "file":
            good = refused and bool(notes & truth.codes)
            score.add(truth.kind, told=1, told_right=good)
            if not good:
                fault.append(f"refused={refused} {sorted(notes)}, wanted "
                             f"{sorted(truth.codes)}")
            continue
        if truth.level == "note":
            score.add(truth.kind, told=1, told_right=bool(notes & truth.codes))
            if not notes & truth.codes:
                fault.append(f"not said: {sorted(truth.codes)}")
            continue
        if truth.harmless(stored, before):
            continue
        line = truth.line()
        here = [p for p in (problems if refused else by_line[line])
                if p["code"] in truth.codes]
        score.add(truth.kind, lines=1, lines_right=bool(here))
        if not here:
            fault.append(f"line {line}: wanted {sorted(truth.codes)}, got "
                         f"{[(p['code'], p.get('line')) for p in problems][:4]}")
        if truth.column is not None:
            cell = f"{column_letters(truth.column)}{truth.excel_row()}"
            right = any(p.get("cell") == cell for p in here)
            score.add(truth.kind, cells=1, cells_right=right)
            if here and not right:
                fault.append(f"wanted cell {cell}, got "
                             f"{[p.get('cell') for p in here]}")
    if total > saved:
        fault.append(f"{total - saved} good rows lost")
    if fault:
        score.examples.append((silent, kind, note, fault))


class Bases:
    """Good exports: shape, group, sheet, what they hold when stored."""

    def __init__(self, program, folder, seed):
        self.program, self.folder, self.seed = program, folder, seed
        self.known = {}

    def get(self, shape, group):
        key = shape, group
        if key not in self.known:
            path = f"{self.folder}/base-{shape}-{group}.csv"
            number = int(hashlib.sha256(repr(key).encode()).hexdigest()[:6], 16)
            run(self.program, "simulate", path, "--survey", group, "--profile",
                shape, "--gminas", "6" if group != "mieszkancy" else "2",
                "--scale", "100" if group != "mieszkancy" else "20",
                "--from", FROM, "--to", TO, "--damage", "0", "--seed",
                str(number % 9999 + self.seed))
            data = open(path, "rb").read()
            self.known[key] = (data,) + Sheet.read(data, HEADS.get(shape, 1))
        return self.known[key]


OWN = {"kobo-legacy": ","}  # recognised by its separator


def some_dialect(rng, shape, own, last):
    separator = rng.choice([own, own, ";", "\t"])
    if shape.startswith("kobo"):
        separator = own
    quoting = rng.choice(["all", "some"])
    encoding = rng.choice(["utf-8", "utf-8-bom"] * 4 + ["windows-1250"] * 3 +
                          sorted(ENCODINGS))
    eol = rng.choice(["\r\n"] * 4 + ["\n"] * 4 + ["\r", "\r\r\n"])
    return Dialect(separator, quoting, eol, encoding, last)


def task(job):
    """A worker's share: seeds of files."""
    program, folder, seeds, base_seed, per_file = job
    os.makedirs(folder, exist_ok=True)
    rng_shape = random.Random(base_seed)
    names = shapes(program)
    campaign = Campaign(program, f"{folder}/k")
    bases = Bases(program, folder, base_seed)
    score = Score()
    good_files = alarms = 0
    canonical = {}
    for seed in seeds:
        rng = random.Random(base_seed * 1000003 + seed)
        shape = names[seed % len(names)]
        group = GROUPS[seed // len(names) % len(GROUPS)]
        data, sheet, own, last = bases.get(shape, group)
        if (shape, group) not in canonical:
            rc, problems, _, stored = campaign.ingest(data, ("--survey", group))
            order = [stored[l] for l in sorted(stored)]
            canonical[shape, group] = (rc, {p["code"] for p in problems}, order)
        rc0, codes0, order0 = canonical[shape, group]
        dialect = some_dialect(rng, shape, own, last)
        plain = "".join(c for row in sheet.rows for c, _ in row)
        while not dialect.can(plain):
            dialect = some_dialect(rng, shape, own, last)
        work = Work(sheet, dialect, rng)
        rc, problems, verdict, stored = campaign.ingest(
            work.bytes(), ("--survey", group))
        now = [stored[l] for l in sorted(stored)]
        note = f"{shape} {group} {dialect.name()} seed {seed}"
        good_files += 1
        codes = {p["code"] for p in problems}
        if (rc != rc0 or codes - codes0 or len(now) != len(order0) or
                not all(same_answers(a, b, True)
                        for a, b in zip(now, order0))):
            alarms += 1
            score.examples.append((0, "good", note,
                                   [f"exit {rc} {sorted(codes - codes0)} "
                                    f"{len(now)} of {len(order0)} rows"]))
            continue
        before = work.by_origin(stored)
        for n in range(per_file):
            rng = random.Random((base_seed * 1000003 + seed) * 101 + n)
            bad = Work(sheet, dialect, rng)
            if not bad.damage(TAXONOMY, (seed * per_file + n)):
                continue
            made = bad.bytes()
            if len(seeds) == 1:
                open(f"{folder}/{seed}-{n}.csv", "wb").write(made)
            judge(bad, before,
                  campaign.ingest(made, ("--survey", group) +
                                  tuple(bad.options)), score,
                  f"{note} n {n}: " + "; ".join(k.name for k in bad.done[1:]))
            score.add("", bad_files=1)
    return score, good_files, alarms


def percent(part, whole):
    return 100.0 if whole == 0 else 100.0 * part / whole


def table(score):
    print(f"{'kind':34} {'files':>6} {'line':>12} {'cell':>12} "
          f"{'file/note':>11} {'silent':>6}  rows saved")
    for kind in TAXONOMY:
        c = score.kind[kind.name]
        if not c["files"]:
            continue
        show = lambda a, b: f"{c[a]}/{c[b]}" if c[b] else "-"
        print(f"{kind.name:34} {c['files']:6} "
              f"{show('lines_right', 'lines'):>12} "
              f"{show('cells_right', 'cells'):>12} "
              f"{show('told_right', 'told'):>11} {c['silent']:6}  "
              f"{show('saved', 'rows')}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("work")
    parser.add_argument("--bad", type=int, default=5200)
    parser.add_argument("--good", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--only", type=int, help="one seed, files are kept")
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    per_file = -(-args.bad // args.good)
    seeds = list(range(args.good)) if args.only is None else [args.only]
    jobs = [(program, os.path.abspath(f"{args.work}/{j}"),
             seeds[j::args.jobs], args.seed, per_file)
            for j in range(args.jobs) if seeds[j::args.jobs]]
    score, good, alarms = Score(), 0, 0
    with multiprocessing.Pool(len(jobs)) as pool:
        for s, g, a in pool.imap_unordered(task, jobs):
            score.merge(s)
            good, alarms = good + g, alarms + a
    bad = score.kind.pop("")["bad_files"]
    silent = score.total("silent")
    line = percent(score.total("lines_right"), score.total("lines"))
    cell = percent(score.total("cells_right"), score.total("cells"))
    told = percent(score.total("told_right"), score.total("told"))
    saved = percent(score.total("saved"), score.total("rows"))
    score.examples.sort(key=lambda e: (-e[0], e[1]))
    if args.control:
        print(f"{bad} bad files, silent corruption {silent}")
        return 0 if silent > 0 else 1
    table(score)
    shown = collections.Counter()
    for n, kind, note, fault in score.examples:
        shown[kind] += 1
        if shown[kind] <= 3:
            print(f"  {'SILENT ' if n else ''}{kind}: {note}")
            for f in fault[:3]:
                print(f"    {f}")
    checks = [
        (f"{bad} bad files", bad >= min(args.bad, per_file * good) * 0.96),
        (f"silent corruption {silent}", silent == 0),
        (f"exact line {line:.2f} % of {score.total('lines')}", line >= 99),
        (f"exact cell {cell:.2f} % of {score.total('cells')}", cell >= 97),
        (f"said of the file {told:.2f} % of {score.total('told')}",
         told >= 99),
        (f"undamaged rows saved {saved:.3f} % of {score.total('rows')}",
         saved >= 99.5),
        (f"{good} good files, false alarms {alarms}", alarms == 0)]
    for text, holds in checks:
        print(("ok - " if holds else "not ok - ") + text)
    return 0 if all(h for _, h in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
