#!/usr/bin/python3
"""Kills the program, or fails its disk, at one system call after another.

    faults.py DIAGNOZA WORK [--all] [--ingest]

strace counts the calls that change something and sends SIGKILL at the N-th, or
makes it fail with ENOSPC or EIO, once or from then on.  After each the
database has to be sound, and an import all in or not there at all; exit 0 only
with the same result as an undisturbed run; a document under its final name
only when it is whole; and the next run, left alone, has to come to the same end
as if nothing had happened.
Prints "N points, M bad" for each operation; the last one is a control without a
journal, which must be bad.  With --all no call is passed over;
--ingest leaves the report out.
"""
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys

CHANGING = ("write,pwrite64,pwritev,writev,ftruncate,truncate,fsync,fdatasync,"
            "sync_file_range,syncfs,rename,renameat,renameat2,link,linkat,"
            "unlink,unlinkat,mkdir,mkdirat,chmod,fchmod,fchmodat,fallocate,"
            "copy_file_range,sendfile")
MOST = 70   # points of one kind in one operation, without --all


def run(command, inject=None, log="/dev/null"):
    if inject:
        command = ["strace", "-f", "-qq", "-o", log, "-e", "trace=" + CHANGING,
                   "-e", f"inject={CHANGING}:{inject}"] + command
    return subprocess.run(command, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, timeout=60).returncode


def calls(command):
    """How many changing calls the busiest process of the command makes."""
    subprocess.run(["strace", "-f", "-qq", "-o", "trace.txt", "-e",
                    "trace=" + CHANGING] + command, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    per = {}
    for line in open("trace.txt", errors="replace"):
        pid = line.split(None, 1)[0]
        if "(" in line and "resumed" not in line:
            per[pid] = per.get(pid, 0) + 1
    return max(per.values(), default=0)


def points(n):
    step = 1 if "--all" in sys.argv else max(1, -(-n // MOST))
    return range(1, n + 1, step)


def contents(folder, queries):
    """A hash of what the queries give, or why the database is damaged."""
    try:
        db = sqlite3.connect(f"file:{folder}/diagnoza.db", uri=True)
        if db.execute("pragma integrity_check").fetchone()[0] != "ok":
            return "integrity"
        if db.execute("pragma foreign_key_check").fetchone():
            return "foreign keys"
        h = hashlib.sha256()
        for sql in queries:
            for row in db.execute(sql):
                h.update(repr(row).encode())
        db.close()
        return h.hexdigest()
    except sqlite3.Error as e:
        return "damaged: " + str(e)


def answers(folder):
    return contents(folder, (
        "select record, line, hex(key), print, ts, gmina, form, institution,"
        " mode, flags, gone_by, hex(ans) from response where gone_by is null"
        " order by key",
        "select t.item, t.value from text t join response r on r.id ="
        " t.response where r.gone_by is null order by r.key, t.item",
        "select record, line, col, code from reject order by 1,2,3",
        "select gmina, grp, name from institution order by 1,2,3"))


def documents(folder):
    """{path: hash} of the final documents; what else lies there under "?"."""
    out = {}
    for top, _, names in os.walk(f"{folder}/raporty"):
        for name in names:
            path = os.path.join(top, name)
            key = os.path.relpath(path, folder)
            if not name[:7].isdigit():
                if name.startswith(".") or ".tmp" in key:
                    out["? " + key] = "left behind"
                continue
            with open(path, "rb") as f:
                out[key] = hashlib.sha256(f.read()).hexdigest()
    return out


def journal(folder):
    """The lines of all runs, those that wait beside the database too."""
    db = sqlite3.connect(f"file:{folder}/diagnoza.db", uri=True)
    rows = db.execute("select id, ts, part from run order by id").fetchall()
    db.close()
    try:
        text = open(f"{folder}/.puste").read()
    except FileNotFoundError:
        text = ""
    for line in text[:text.rfind("\n") + 1].splitlines():
        number, ts, part, _ = line.split(" ", 3)
        if int(number) > rows[-1][0]:
            rows.append((int(number), ts, part))
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1)), rows
    return [row[1:] for row in rows]


def state(folder, what):
    return {"ingest": answers, "report": documents,
            "journal": journal}[what](folder)


def whole(before, after, now, what):
    """None, or what is wrong with the state after a disturbance."""
    if what == "journal":
        return None if now in (before, after) else f"another journal ({now})"
    if what == "ingest":
        return None if now in (before, after) else f"half in ({now[:30]})"
    for path, digest in now.items():
        if not path.startswith("?") and after.get(path) != digest:
            return f"{path} is not whole"
    return None


def operation(name, base, command, what, prepare=()):
    """Disturbs `command` on copies of `base`, each made ready by `prepare`, in
    every way.  What it does not prepare the next run has to mend."""
    here = "now"
    def fresh():
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(base, here, copy_function=shutil.copy2)
        for step in prepare:
            assert run(step) == 0, step
    fresh()
    before = state(here, what)
    assert run(command) == 0, f"{name} does not run"
    after = state(here, what)
    assert before != after, f"{name} changes nothing"
    fresh()
    total = calls(command)
    count = bad = 0
    for kind in ("signal=SIGKILL:when=%d", "error=ENOSPC:when=%d",
                 "error=ENOSPC:when=%d+", "error=EIO:when=%d",
                 "error=EIO:when=%d+"):
        for n in points(total):
            fresh()
            count += 1
            rc = run(command, kind % n)
            now = state(here, what)
            wrong = whole(before, after, now, what)
            if not wrong and rc == 0 and now != after:
                wrong = "exit 0, but the result differs"
            if not wrong and answers(here).startswith(("dam", "int", "for")):
                wrong = "database: " + answers(here)
            if not wrong and not prepare:
                rc = run(command)
                if rc != 0 or state(here, what) != after:
                    wrong = f"the next run ends otherwise (exit {rc})"
            if wrong:
                bad += 1
                if bad <= 12:
                    print(f"  {name} {kind % n}: {wrong}")
    print(f"{name}: {count} points, {bad} bad")
    return count, bad


def control(base):
    """The same check on a transaction without a journal: must find damage."""
    sql = ("pragma journal_mode=off; pragma cache_size=10; begin;"
           "update response set record = record + 1, ans = zeroblob(3000),"
           "print = 1; commit;")
    command = ["sqlite3", "now/diagnoza.db", sql]
    count = bad = 0
    shutil.rmtree("now", ignore_errors=True)
    shutil.copytree(base, "now")
    before = answers("now")
    run(command)
    after = answers("now")
    for n in range(1, 41):
        shutil.rmtree("now")
        shutil.copytree(base, "now")
        run(command, "signal=SIGKILL:when=%d" % n)
        count += 1
        bad += answers("now") not in (before, after)
    print(f"control without a journal: {count} points, {bad} bad")
    return bad


def main():
    program, work = os.path.abspath(sys.argv[1]), sys.argv[2]
    os.chdir(work)
    groups = "jst ngo szkola kultura biznes biblioteka mieszkancy".split()
    os.mkdir("e")
    for g in groups:
        run([program, "simulate", f"e/{g}.csv", "--survey", g, "--profile",
             "limesurvey", "--gminas", "3", "--seed", "3", "--damage", "0",
             "--from", "2026-09-15", "--to", "2026-10-20"])
    for folder in ("base", "idle"):
        run([program, "init", folder, "--voivodeship", "06", "--wave", "fala",
             "--from", "2026-09-01", "--to", "2026-12-31"])
    shutil.copytree("base", "full")
    rest = [f"e/{g}.csv" for g in groups if g != "mieszkancy"]
    assert run([program, "-C", "base", "ingest"] + rest) == 0
    shutil.copytree("base", "full", dirs_exist_ok=True)
    assert run([program, "-C", "full", "ingest", "e/mieszkancy.csv"]) == 0
    assert run([program, "-C", "full", "analyze"]) == 0
    assert run([program, "-C", "full", "freeze", "fala"]) == 0
    ok = True
    # runs of cron without work: one that leaves its line beside the database,
    # and the first of a day, which takes two such lines in
    here = [program, "-C", "now"]
    first, day, next_day = (["env", f"DIAGNOZA_NOW={t}"] + here + ["run"]
                            for t in (1793000000, 1793000060, 1793100000))
    settled = (first, ["sh", "-c", "sed -i 's/^[#; ]*odczekaj *=.*/odczekaj=0/'"
                       " now/diagnoza.ini; touch -d -1hour now/*.csv"], first)
    for name, base, command, what, prepare, least in (
            ("ingest", "base", here + ["ingest", "e/mieszkancy.csv"],
             "ingest", (), 100),
            ("report", "full", here + ["report"], "report", (), 100),
            ("an idle run", "idle", day, "journal", settled, 5),
            ("the first run of a day", "idle", next_day, "journal",
             settled + (day, day), 50)):
        if "--ingest" in sys.argv and name != "ingest":
            continue
        count, bad = operation(name, base, command, what, prepare)
        good = bad == 0 and count >= least
        print(("ok" if good else "not ok") + f" - {name}: {count} points")
        ok = ok and good
    hurt = control("full")
    print(("ok" if hurt else "not ok") + " - the control is damaged")
    return 0 if ok and hurt else 1


if __name__ == "__main__":
    sys.exit(main())
