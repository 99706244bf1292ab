#!/usr/bin/python3
"""One call or one allocation after another goes wrong, in every command that
writes: ingest, run, undo, erase, freeze, a correction, purge, report.

    faults_points.py DIAGNOZA WORK [--most N] [--again N] [--jobs N] [--heavy N]
                     [--show N] [--only NAME] [--control PROGRAM]

faults_shim.c kills the program at its N-th call that changes a file, or makes
the call fail with ENOSPC or EIO, once or from then on, or an allocation.
After each the answers (of freeze the cells, of report each document) stand as
before or as after the command, never between, and the database is sound; exit 0
only with the whole result; no death by a signal of its own; what went wrong is
said; a document is the one before or the one that has to be.  And the same
command, given again, comes to the end that an undisturbed one came to; of an
erased person no byte is left anywhere then.

--most N takes N points of each kind in each command (--heavy N in those that
make documents), with a fixed stride; without it every call is tried, and
allocations as if N were 300.  --again N gives every N-th command again.
--show KILLS does not kill, but looks at copies of the files as they stand
before KILLS calls of one and the same command, which is what a kill leaves.
Prints "N points, M bad" for each command, then for all.  Controls must be bad:
a transaction without a journal, an erasure whose files are not looked at, one
killed and not given again, and the import of --control, a program that goes on
after an error of the database.
"""
import argparse
import csv
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
import unicodedata

from faults import answers, contents, documents

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = [("kill", False), ("ENOSPC", False), ("ENOSPC", True), ("EIO", False),
         ("EIO", True), ("memory", False), ("memory", True)]
WORDS = (b"Malwina", b"tOkEn7Qx4")
ALLOCATIONS = 300  # of one kind in one command, when every call is tried
PLAIN = {"PATH": os.environ["PATH"], "TERM": "dumb", "LOGNAME": "test",
         "DIAGNOZA_NOW": "1795000000"}


# ---- what stands in a campaign ----

def cells(folder):
    return contents(folder, (
        "select wave, gmina, correction from freeze order by 1,2,3",
        "select * from frozen_cell order by 1,2,3,4,5",
        "select * from cell order by 1,2,3,4"))


def found(folder):
    """Files that hold a word of the person, reports left out."""
    out = []
    for top, _, names in os.walk(folder):
        if "/raporty" in top:
            continue
        for name in names:
            path = os.path.join(top, name)
            with open(path, "rb") as f:
                data = f.read()
            if any(w in data for w in WORDS):
                out.append(os.path.relpath(path, folder))
    return sorted(out)


def inbox(folder):
    return sorted(n for n in os.listdir(f"{folder}/skrzynka")
                  if n.endswith("export.csv"))


def forgotten(folder):
    return answers(folder), found(folder)


def taken(folder):
    return answers(folder), inbox(folder)


def published(folder):
    return answers(folder), documents(folder), inbox(folder)


# name, campaign, command, what is all or nothing, what the whole result is
COMMANDS = [
    ("ingest", "base", ["ingest", "../more-export.csv"], answers, answers),
    ("undo", "base", ["undo", "3"], answers, answers),
    ("freeze", "base", ["freeze", "fala"], cells, cells),
    ("erase", "base", ["erase", "tOkEn7Qx4"], answers, forgotten),
    ("erase after a report", "issued", ["erase", "tOkEn7Qx4"], answers,
     forgotten),
    ("correct", "issued", ["freeze", "fala", "--correct", "0601011",
                           "--reason", "pomyłka w ankiecie"], cells, cells),
    ("purge", "ended", ["purge", "--before", "2026-11-18", "--answers"],
     answers, forgotten),
    ("run --only ingest", "waiting", ["run", "--only", "ingest"], answers,
     taken),
    ("run", "waiting", ["run"], answers, published),
    ("report", "frozen", ["report"], answers, published),
]
HEAVY = ("run", "report")


class Command:
    def __init__(self, program, preload, row):
        self.name, base, words, self.atom, self.whole = row
        self.base = os.path.abspath(base)
        self.command = [program, "-C", "now"] + [
            os.path.abspath(w[3:]) if w.startswith("../") else w for w in words]
        self.preload = preload

    def fresh(self):
        shutil.rmtree("now", ignore_errors=True)
        shutil.copytree(self.base, "now", copy_function=shutil.copyfile)

    def run(self, kind=None, at=0, on=False, folder="now", **env):
        """(exit status, whether anything was said)."""
        env = dict(PLAIN, **env)
        if kind is not None:
            env.update(LD_PRELOAD=self.preload, FAULT=kind, FAULT_AT=str(at),
                       FAULT_COUNT="count.txt")
            if on:
                env["FAULT_ON"] = "1"
        command = [folder if w == "now" else w for w in self.command]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, env=env,
                              capture_output=True, timeout=120)
        return done.returncode, done.stdout + done.stderr != b""

    def measure(self):
        """States around an undisturbed command, its calls and allocations."""
        self.fresh()
        self.before, self.old = self.atom("now"), documents("now")
        rc, _ = self.run("kill")
        assert rc == 0, f"{self.name} does not run"
        self.after, self.end = self.atom("now"), self.whole("now")
        self.new = documents("now")
        assert (self.before, self.old) != (self.after, self.new)
        if "erase" in self.name:
            assert self.end[1] == [], f"erase leaves {self.end[1]}"
        n_calls, n_allocations = open("count.txt").read().split()
        self.total = {"memory": int(n_allocations)}
        for kind in ("kill", "ENOSPC", "EIO"):
            self.total[kind] = int(n_calls)

    def strange_document(self, folder):
        """A report that is neither the old nor the new one."""
        for path, digest in documents(folder).items():
            if not path.startswith("?") and \
                    digest not in (self.old.get(path), self.new.get(path)):
                return path
        return None

    def wrong(self, folder, kind, rc, said, again):
        """What is wrong with what a command left in the folder, or None."""
        now = self.atom(folder)
        if kind != "kill" and (rc < 0 or rc >= 128):
            return f"dies by signal {rc}"
        if now not in (self.before, self.after):
            return f"half in ({now[:30]})"
        if rc == 0 and self.whole(folder) != self.end:
            return "exit 0, but the result differs"
        if rc == 1 and self.name == "ingest" and now != self.after:
            return "exit 1, but the result differs"
        if rc > 0 and not said:
            return f"exit {rc} without a word"
        path = self.strange_document(folder)
        if path:
            return f"{path} is not whole"
        if again:
            rc, _ = self.run(folder=folder)
            # a killed run that told nothing is told of (E722)
            fine = (0, 1, 2) if "run" in self.name else (0, 2)
            if rc not in fine or self.whole(folder) != self.end:
                return f"given again it ends otherwise (exit {rc})"
        return None

    def wrong_at(self, kind, on, n, again):
        self.fresh()
        rc, said = self.run(kind, n, on)
        return self.wrong("now", kind, rc, said, again)

    def shown(self, most, again):
        """As wrong_at for `most` kills, from one command that is not killed."""
        step = max(1, self.total["kill"] // most)
        out = []
        self.fresh()
        here, to = os.pipe()
        back, go = os.pipe()
        env = dict(PLAIN, LD_PRELOAD=self.preload, FAULT="show",
                   FAULT_AT=str(1 + step // 2), FAULT_STEP=str(step),
                   FAULT_TO=str(to), FAULT_FROM=str(back))
        process = subprocess.Popen(self.command, env=env, pass_fds=(to, back),
                                   stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        os.close(to), os.close(back)
        while os.read(here, 1):
            shutil.rmtree("shown", ignore_errors=True)
            shutil.copytree("now", "shown", copy_function=shutil.copyfile)
            n = len(out)
            out.append(("kill", False, 1 + step // 2 + n * step, False,
                        self.wrong("shown", "kill", -9, True,
                                   n % again == 0)))
            os.write(go, b"x")
        os.close(here), os.close(go)
        assert process.wait() == 0
        return out

    def points(self, most, again, kinds):
        """(kind, on, n, whether to give it again) with a fixed stride; each
        kind begins elsewhere."""
        out = []
        for i, (kind, on) in enumerate(kinds):
            total = self.total[kind]
            wanted = most or (ALLOCATIONS if kind == "memory" else total)
            step = max(1, -(-total // wanted))
            first = 1 + i * step // len(kinds)
            out += [(kind, on, n) for n in range(first, total + 1, step)]
        return [(*p, i % again == 0) for i, p in enumerate(out)]


def look(job):
    """The points of one process, in a folder of its own."""
    command, number, points = job
    home = os.getcwd()
    os.makedirs(f"job{number}", exist_ok=True)
    os.chdir(f"job{number}")
    out = [(*p, command.wrong_at(*p)) for p in points]
    os.chdir(home)
    return out


def try_all(command, most, again, jobs, show=0):
    command.measure()
    points = command.points(most, again, KINDS[1:] if show else KINDS)
    shares = [(command, i, points[i::jobs]) for i in range(jobs)]
    if jobs == 1:
        tried = look(shares[0])
    else:
        with multiprocessing.Pool(jobs) as pool:
            tried = [x for share in pool.map(look, shares, 1) for x in share]
    tried += command.shown(show, again) if show else []
    bad = [x for x in tried if x[-1]]
    for kind, on, n, _, wrong in bad[:12]:
        print(f"  {command.name}, {kind} at {n}{' and on' if on else ''}: "
              f"{wrong}")
    print(f"{command.name}: {len(tried)} points, {len(bad)} bad", flush=True)
    return len(tried), len(bad)


# ---- the campaigns ----

def person(source, target):
    """A row with words that nobody else has."""
    rows = list(csv.reader(open(source, encoding="utf-8-sig")))
    at = {h: i for i, h in enumerate(rows[0])}
    rows[2][at["uwagi"]] = "Krowa Malwina"
    rows[2][at["token"]] = "tOkEn7Qx4"
    rows[2][at["M11"]] = "Malwina"
    with open(target, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, quoting=csv.QUOTE_ALL).writerows(rows)


def lengthen(source, target):
    """Answers of more than one block (core/store/bulk.c), so that some are in
    the database before the file ends; a new name of an institution would put all
    in that is there.  In the last one letters and their accents stand apart, so
    that joining them is tried too."""
    rows = list(csv.reader(open(source, encoding="utf-8-sig")))
    at = {h: i for i, h in enumerate(rows[0])}
    for row in rows[2:]:
        row[at["uwagi"]] = "Świetlica we wsi. " * (400_000 // 18 // len(rows))
        row[at["instytucja"]] = ""
    rows[-1] = [unicodedata.normalize("NFD", cell) for cell in rows[-1]]
    with open(target, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, quoting=csv.QUOTE_ALL).writerows(rows)


def prepare(program):
    """base: an export, the same changed, another one; waiting: one more in the
    inbox; frozen: the wave is closed and has no documents yet; issued: it has,
    and answers that came later; ended: all came long ago."""
    def give(*words, allow=(0,), now=PLAIN["DIAGNOZA_NOW"]):
        rc = subprocess.run([program, *words], env=dict(PLAIN, DIAGNOZA_NOW=now),
                            stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL).returncode
        assert rc in allow, f"{words}: exit {rc}"

    for name, g, n in (("ngo", "ngo", 1), ("jst", "jst", 1),
                       ("kultura", "kultura", 1), ("many", "kultura", 8),
                       ("residents", "mieszkancy", 1)):
        give("simulate", f"{name}.csv", "--survey", g, "--profile",
             "limesurvey", "--gminas", f"{n}", "--seed", "3", "--damage", "0",
             "--from", "2026-09-15", "--to", "2026-10-20")
    give("init", "base", "--voivodeship", "06", "--wave", "fala", "--from",
         "2026-09-01", "--to", "2026-12-31")
    ini = open("base/diagnoza.ini", encoding="utf-8").read()
    with open("base/diagnoza.ini", "w", encoding="utf-8") as f:
        f.write(ini.replace("#odczekaj = 60", "odczekaj = 0"))
    person("ngo.csv", "export.csv")
    for i in range(2):
        shutil.copy("export.csv", "base/skrzynka/export.csv")
        with open("base/skrzynka/export.csv", "a") as f:
            f.write("\r\n" * i)
        give("-C", "base", "run", "--only", "ingest", allow=(0, 1))
    give("-C", "base", "ingest", "jst.csv")
    give("-C", "base", "analyze")
    lengthen("many.csv", "more-export.csv")
    assert found("base"), "the person is not there"
    for name in ("waiting", "frozen"):
        shutil.copytree("base", name)
    shutil.copy("kultura.csv", "waiting/skrzynka/kultura-export.csv")
    give("-C", "frozen", "freeze", "fala")
    shutil.copytree("frozen", "issued")
    give("-C", "issued", "report")
    give("-C", "issued", "ingest", "residents.csv")
    give("-C", "issued", "analyze")
    then = "1793700000"  # 2026-11-03
    give("init", "ended", "--voivodeship", "06", "--wave", "fala", "--from",
         "2026-09-01", "--to", "2026-10-31", now=then)
    give("-C", "ended", "ingest", "export.csv", allow=(0, 1), now=then)
    give("-C", "ended", "analyze", now=then)
    give("-C", "ended", "freeze", "fala", now=then)
    give("-C", "ended", "report", now=then)


# ---- what must be bad ----

def no_journal(preload):
    """A transaction of SQLite's own program without its journal."""
    sql = ("pragma journal_mode=off; pragma cache_size=10; begin;"
           "update response set record = record + 1, ans = zeroblob(3000),"
           "print = 1; commit;")
    job = Command("sqlite3", preload,
                  ("control without a journal", "base", [], answers, answers))
    job.command = ["sqlite3", "now/diagnoza.db", sql]
    job.fresh()
    job.before = answers("now")
    job.run("kill")
    job.after = answers("now")
    total = int(open("count.txt").read().split()[0])
    bad = 0
    for n in range(1, total + 1):
        job.fresh()
        job.run("kill", n)
        bad += answers("now") not in (job.before, job.after)
    print(f"{job.name}: {total} points, {bad} bad")
    return bad > 0


def careless(program, preload):
    """What a careless erasure would leave must be seen."""
    job = Command(program, preload, COMMANDS[3])
    job.fresh()
    sqlite3.connect("now/diagnoza.db").executescript(
        "delete from text; update response set token = null; vacuum;")
    files = len(found("now"))
    print(f"control, files left alone: {files} of {files} files bad")
    job.fresh()
    job.run("kill", 60)
    half = len(found("now"))
    print(f"control, killed and not given again: {half} files bad")
    return files > 0 and half > 0


def nameless(program, preload):
    """A service without LOGNAME has a name all the same, also when nothing
    can be looked up."""
    job = Command(program, preload, COMMANDS[0])
    job.measure()
    bad = 0
    for n in (0, 400, 1200):
        job.fresh()
        rc, _ = job.run("memory" if n else "kill", n, LOGNAME="")
        bad += rc < 0 or answers("now") not in (job.before, job.after)
    return bad == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program"), parser.add_argument("work")
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--heavy", type=int, default=0)
    parser.add_argument("--again", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--only")
    parser.add_argument("--control", help="a program that must be bad")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    opt = parser.parse_args()
    program = os.path.abspath(opt.program)
    control = opt.control and os.path.abspath(opt.control)
    os.chdir(opt.work)
    prepare(program)
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-w", "-o", "shim.so",
                    HERE + "/faults_shim.c", "-ldl"], check=True)
    preload = os.path.abspath("shim.so")
    points, bad, ok = 0, 0, True
    for row in COMMANDS:
        if opt.only and row[0] != opt.only:
            continue
        most = opt.heavy or opt.most if row[0] in HEAVY else opt.most
        n, wrong = try_all(Command(program, preload, row), most, opt.again,
                           opt.jobs, opt.show)
        good = wrong == 0 and n >= len(KINDS)
        print(("ok" if good else "not ok") + f" - {row[0]}: {n} points",
              flush=True)
        points, bad, ok = points + n, bad + wrong, ok and good
    print(f"all: {points} points, {bad} bad")
    hurt = no_journal(preload) and careless(program, preload)
    print(("ok" if hurt else "not ok") + " - the controls are seen")
    named = nameless(program, preload)
    print(("ok" if named else "not ok") + " - without LOGNAME as well")
    if control:
        row = ("control that goes on", *COMMANDS[0][1:])
        _, wrong = try_all(Command(control, preload, row), 3 * opt.most or 60,
                           opt.again, opt.jobs)
        print(("ok" if wrong else "not ok") + " - going on after an error is "
              "seen")
        hurt = hurt and wrong > 0
    return 0 if ok and hurt and named else 1


if __name__ == "__main__":
    sys.exit(main())
