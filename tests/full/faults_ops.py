#!/usr/bin/python3
"""The same faults as faults.py over run, undo, erase and freeze.

    faults_ops.py DIAGNOZA WORK [--all]

After each disturbance the answers stand as before or as after the command and
never between; exit 0 only with the whole result; a report under its name only
as it was before or as it has to be; and the same command, given again, comes to
the end that an undisturbed one came to.  Of an erased person no byte is left
anywhere then.  Prints "N points, M bad"; two controls must be bad: an erasure
whose files are not looked at, and one that is not finished.
"""
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys

import faults

faults.MOST = 8     # points of one kind in one operation, without --all
KINDS = ("signal=SIGKILL:when=%d", "error=ENOSPC:when=%d",
         "error=ENOSPC:when=%d+", "error=EIO:when=%d", "error=EIO:when=%d+")
WORDS = (b"Malwina", b"tOkEn7Qx4")


def dump(folder, *sql):
    try:
        db = sqlite3.connect(f"file:{folder}/diagnoza.db", uri=True)
        if db.execute("pragma integrity_check").fetchone()[0] != "ok" or \
                db.execute("pragma foreign_key_check").fetchone():
            return "damaged"
        h = hashlib.sha256()
        for s in sql:
            for row in db.execute(s):
                h.update(repr(row).encode())
        db.close()
        return h.hexdigest()
    except sqlite3.Error as e:
        return "damaged: " + str(e)


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


def frozen(folder):
    return dump(folder, "select wave, gmina, correction from freeze order by 1,"
                "2,3", "select * from frozen_cell order by 1,2,3,4,5",
                "select * from cell order by 1,2,3,4")


def inbox(folder):
    return sorted(n for n in os.listdir(f"{folder}/skrzynka")
                  if n.endswith("export.csv"))


# name: what must be all or nothing; what the whole result is
STATES = {
    "undo": (faults.answers, lambda f: faults.answers(f)),
    "freeze": (frozen, lambda f: frozen(f)),
    "erase": (faults.answers, lambda f: (faults.answers(f), found(f))),
    "run": (faults.answers,
            lambda f: (faults.answers(f), faults.documents(f), inbox(f))),
}


def mixed(before, after, now):
    """A report that is neither the old nor the new one."""
    for path, digest in now.items():
        if path.startswith("?"):
            continue
        if digest not in (before.get(path), after.get(path)):
            return path
    return None


def operation(name, base, command):
    here = "now"
    atom, whole = STATES[name]

    def fresh():
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(base, here, copy_function=shutil.copy2)
    fresh()
    before, reports = atom(here), faults.documents(here)
    assert faults.run(command) == 0, f"{name} does not run"
    after, end, after_reports = atom(here), whole(here), faults.documents(here)
    assert before != after, f"{name} changes nothing"
    if name == "erase":
        assert end[1] == [], f"erase leaves {end[1]}"
    fresh()
    total = faults.calls(command)
    count = bad = 0
    for kind in KINDS:
        for n in faults.points(total):
            fresh()
            count += 1
            rc = faults.run(command, kind % n)
            wrong = None
            if atom(here) not in (before, after):
                wrong = f"half in ({atom(here)[:30]})"
            elif rc == 0 and whole(here) != end:
                wrong = "exit 0, but the result differs"
            else:
                path = mixed(reports, after_reports, faults.documents(here))
                wrong = path and f"{path} is not whole"
            if not wrong:
                rc = faults.run(command)
                if rc not in (0, 2) or whole(here) != end:
                    wrong = f"the next run ends otherwise (exit {rc})"
            if wrong:
                bad += 1
                if bad <= 12:
                    print(f"  {name} {kind % n}: {wrong}")
    print(f"{name}: {count} points, {bad} bad")
    return count, bad


def person(source, target):
    """A row with words that nobody else has."""
    import csv
    rows = list(csv.reader(open(source, encoding="utf-8-sig")))
    at = {h: i for i, h in enumerate(rows[0])}
    rows[2][at["uwagi"]] = "Krowa Malwina"
    rows[2][at["token"]] = "tOkEn7Qx4"
    rows[2][at["M11"]] = "Malwina"
    with open(target, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, quoting=csv.QUOTE_ALL).writerows(rows)


def prepare(program):
    for g in ("ngo", "jst", "kultura"):
        faults.run([program, "simulate", f"{g}.csv", "--survey", g, "--profile",
                    "limesurvey", "--gminas", "2", "--seed", "3", "--damage",
                    "0", "--from", "2026-09-15", "--to", "2026-10-20"])
    faults.run([program, "init", "base", "--voivodeship", "06", "--wave",
                "fala", "--from", "2026-09-01", "--to", "2026-12-31"])
    ini = open("base/diagnoza.ini", encoding="utf-8").read()
    with open("base/diagnoza.ini", "w", encoding="utf-8") as f:
        f.write(ini.replace("#odczekaj = 60", "odczekaj = 0"))
    person("ngo.csv", "export.csv")
    for i in range(2):
        shutil.copy("export.csv", "base/skrzynka/export.csv")
        with open("base/skrzynka/export.csv", "a") as f:
            f.write("\r\n" * i)
        faults.run([program, "-C", "base", "run"])
    faults.run([program, "-C", "base", "ingest", "jst.csv"])
    faults.run([program, "-C", "base", "analyze"])
    assert found("base"), "the person is not there"
    shutil.copytree("base", "waiting")
    shutil.copy("kultura.csv", "waiting/skrzynka/kultura-export.csv")


def controls(program):
    """What a careless erasure would leave must be seen."""
    shutil.rmtree("now", ignore_errors=True)
    shutil.copytree("base", "now")
    sqlite3.connect("now/diagnoza.db").executescript(
        "delete from text; update response set token = null; vacuum;")
    files = len(found("now"))
    print(f"control, files left alone: {files} of {files} files bad")
    subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e",
                    "inject=unlink,rename:signal=SIGKILL:when=2", program, "-C",
                    "now", "erase", "tOkEn7Qx4"], stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    half = len(found("now"))
    print(f"control, killed and not taken up again: {half} files bad")
    return files > 0 and half > 0


def main():
    program, work = os.path.abspath(sys.argv[1]), sys.argv[2]
    os.chdir(work)
    os.environ["DIAGNOZA_NOW"] = "1795000000"
    prepare(program)
    ok, points = True, 0
    for name, base, args in (
            ("undo", "base", ["undo", "3"]),
            ("freeze", "base", ["freeze", "fala"]),
            ("erase", "base", ["erase", "tOkEn7Qx4"]),
            ("run", "waiting", ["run"])):
        count, bad = operation(name, base, [program, "-C", "now"] + args)
        good = bad == 0 and count >= 20
        print(("ok" if good else "not ok") + f" - {name}: {count} points")
        ok, points = ok and good, points + count
    hurt = controls(program)
    print(("ok" if hurt else "not ok") + f" - the controls are seen; "
          f"{points} points in all")
    return 0 if ok and hurt else 1


if __name__ == "__main__":
    sys.exit(main())
