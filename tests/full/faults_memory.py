#!/usr/bin/python3
"""Fails one allocation after another of a small import.

    faults_memory.py DIAGNOZA WORK [--most N] [--control PROGRAM] [--jobs N]

Every allocation of the process and its libraries fails (faults_memory.c), once
and from then on.  After each the import has to be all in or not there at all
and the database sound; exit 0 only with the same result as an undisturbed run;
no death by a signal; and the next run, left alone, comes to the same end.
--most N takes N allocations of each way, spread over all; without it every
single one.  Prints "N points, M bad".  With --control the import is made by a
program that goes on after an error of the database too: it must be bad.
"""
import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import unicodedata

from faults import answers

HERE = os.path.dirname(os.path.abspath(__file__))
AGAIN = 8  # after each eighth point the import is run again, left alone


def shim():
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-w", "-o", "nomem.so",
                    HERE + "/faults_memory.c", "-ldl"], check=True)
    return os.path.abspath("nomem.so")


class Import:
    """An import into copies of the campaign `base`, in the folder `now`."""

    def __init__(self, program, base, file, preload):
        self.base, self.preload = os.path.abspath(base), preload
        self.command = [program, "-C", "now", "ingest", os.path.abspath(file)]

    def fresh(self):
        shutil.rmtree("now", ignore_errors=True)
        shutil.copytree(self.base, "now", copy_function=shutil.copy2)

    def run(self, at=None, on=False):
        # LOGNAME as every shell sets it: without, glibc looks for the name
        # of the user, and dies in there when memory fails
        env = {"PATH": os.environ["PATH"], "TERM": "dumb", "LOGNAME": "test",
               "DIAGNOZA_NOW": "1795000000"}
        if at is not None:
            env.update(LD_PRELOAD=self.preload, NOMEM_AT=str(at),
                       NOMEM_COUNT="count.txt")
            if on:
                env["NOMEM_ON"] = "1"
        return subprocess.run(self.command, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, env=env,
                              stderr=subprocess.DEVNULL,
                              timeout=60).returncode

    def measure(self):
        """The states around an undisturbed run, and its allocations."""
        self.fresh()
        self.before = answers("now")
        assert self.run() == 0, "the import does not run"
        self.after = answers("now")
        assert self.before != self.after
        self.fresh()
        assert self.run(at=0) == 0
        self.total = int(open("count.txt").read())

    def wrong_at(self, n, on):
        self.fresh()
        rc = self.run(n, on)
        now = answers("now")
        if rc < 0 or rc >= 128:
            return f"dies by signal {rc}"
        if now not in (self.before, self.after):
            return f"half in ({now[:30]})"
        if rc in (0, 1) and now != self.after:
            return f"exit {rc}, but the result differs"
        if n % AGAIN == 0 and (self.run() != 0 or
                               answers("now") != self.after):
            return "the next run ends otherwise"
        return None


def look(job):
    """The points of one process, in a folder of its own."""
    the_import, number, points = job
    os.makedirs(f"job{number}", exist_ok=True)
    os.chdir(f"job{number}")
    return [(n, on, the_import.wrong_at(n, on)) for n, on in points]


def try_all(name, the_import, most, jobs):
    the_import.measure()
    total = the_import.total
    step = max(1, -(-total // most)) if most else 1
    points = [(n, on) for n in range(1, total + 1, step)
              for on in (False, True)]
    shares = [(the_import, i, points[i::jobs]) for i in range(jobs)]
    with multiprocessing.Pool(jobs) as pool:
        found = sorted(x for share in pool.map(look, shares, 1)
                       for x in share if x[2])
    for n, on, wrong in found[:12]:
        print(f"  {name}, allocation {n}{' and all after' if on else ''}: "
              f"{wrong}")
    print(f"{name}, {total} allocations: {len(points)} points, "
          f"{len(found)} bad", flush=True)
    return len(found)


def decompose(path):
    """Letters and their accents apart, so that joining them is tried too."""
    with open(path, encoding="utf-8", newline="") as f:
        text = f.read()
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(unicodedata.normalize("NFD", text))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program"), parser.add_argument("work")
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--control", help="a program that must be bad")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    opt = parser.parse_args()
    program = os.path.abspath(opt.program)
    control = opt.control and os.path.abspath(opt.control)
    os.chdir(opt.work)
    env = {"PATH": os.environ["PATH"], "TERM": "dumb"}
    for command in (
            [program, "simulate", "first.csv", "--survey", "jst", "--profile",
             "limesurvey", "--gminas", "2", "--seed", "3", "--damage", "0",
             "--from", "2026-09-15", "--to", "2026-10-20"],
            [program, "simulate", "then.csv", "--survey", "mieszkancy",
             "--profile", "limesurvey", "--gminas", "2", "--seed", "3",
             "--damage", "0", "--from", "2026-09-15", "--to", "2026-10-20"],
            [program, "init", "base", "--voivodeship", "06", "--wave", "fala",
             "--from", "2026-09-01", "--to", "2026-12-31"],
            [program, "-C", "base", "ingest", "first.csv"]):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env)
    decompose("then.csv")
    preload = shim()
    bad = try_all("ingest", Import(program, "base", "then.csv", preload),
                  opt.most, opt.jobs)
    print(("not ok" if bad else "ok") + " - a failed allocation leaves all or "
          "nothing, and is said")
    hurt = True
    if control:
        hurt = try_all("control: goes on after an error",
                       Import(control, "base", "then.csv", preload),
                       opt.most, opt.jobs) > 0
        print(("ok" if hurt else "not ok") + " - the control is damaged")
    return 1 if bad or not hurt else 0


if __name__ == "__main__":
    sys.exit(main())
