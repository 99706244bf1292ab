#!/usr/bin/python3
"""Hours of a busy campaign in some minutes.

    soak.py DIAGNOZA WORK MINUTES

Every 2 s somebody brings an export and loads it by hand or drops it into the
inbox, every 5 s there is a run, a reader looks at any time, and every few
seconds whoever works is killed.  The clock (DIAGNOZA_NOW, and faketime where it
is installed) walks over both nights of the clock change, jumps back an hour and
forward, while the work goes on.  At the end, left alone, one run has to bring
everything in: 0 lost (every row of every file that was brought is there), 0
mixed (each report is what the finished campaign gives, each file was loaded
once).  The random numbers have a fixed seed.
"""
import csv
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import faults

# the hour before and after each change of the clock, and jumps
NIGHTS = [1774746000 + 600 * i for i in range(12)] + \
         [1792890000 + 600 * i for i in range(12)] + \
         [1792890000, 1792886400, 1795000000]


def clock(n):
    env = dict(os.environ, TZ="Europe/Warsaw")
    now = NIGHTS[n % len(NIGHTS)]
    env["DIAGNOZA_NOW"] = str(now)
    lib = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
    if os.path.exists(lib):
        env.update(LD_PRELOAD=lib, FAKETIME_DONT_FAKE_MONOTONIC="1",
                   FAKETIME=time.strftime("@%Y-%m-%d %H:%M:%S",
                                          time.gmtime(now + 3600)))
    return env


def start(command, env):
    return subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def main():
    program, work = os.path.abspath(sys.argv[1]), sys.argv[2]
    end = time.monotonic() + 60 * float(sys.argv[3])
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    os.chdir(work)
    luck = random.Random(7)
    faults.run([program, "init", "k", "--voivodeship", "06", "--wave", "fala",
                "--from", "2026-01-01", "--to", "2026-12-31"])
    ini = open("k/diagnoza.ini", encoding="utf-8").read()
    with open("k/diagnoza.ini", "w", encoding="utf-8") as f:
        f.write(ini.replace("#odczekaj = 60", "odczekaj = 0"))
    groups = ["ngo", "jst", "szkola", "kultura", "biznes", "biblioteka"]
    brought, working, counts = [], [], {"import": 0, "run": 0, "kill": 0,
                                        "read": 0}
    next_import = next_run = 0.0
    doomed = []
    while time.monotonic() < end:
        now, known = time.monotonic(), len(working)
        if now >= next_import:
            i = counts["import"] = counts["import"] + 1
            name, group = f"e{i:05}.csv", groups[i % len(groups)]
            faults.run([program, "simulate", "raw.csv", "--survey", group,
                        "--profile", "kobo", "--gminas", "1", "--seed", str(i),
                        "--damage", "0", "--from", "2026-02-01", "--to",
                        "2026-03-01"])
            with open("raw.csv", encoding="utf-8-sig", newline="") as f:
                rows = list(csv.reader(f, delimiter=";"))
            # numbers of each file its own: nobody replaces anybody
            for r in rows[1:]:
                for column, own in (("_id", f"{i}{{}}"), ("_uuid", f"{i}-{{}}")):
                    at = rows[0].index(column)
                    r[at] = own.format(r[at])
            brought.append((name, len(rows) - 1))
            with open("drop.part", "w", encoding="utf-8", newline="") as f:
                csv.writer(f, delimiter=";", quoting=csv.QUOTE_ALL
                           ).writerows(rows)
            os.rename("drop.part", "k/skrzynka/" + name)
            if i % 2:
                working.append(start([program, "-C", "k", "ingest", "--wait",
                                      "30", "k/skrzynka/" + name],
                                     clock(counts["run"])))
            next_import = now + 2
        if now >= next_run:
            counts["run"] += 1
            working.append(start([program, "-C", "k", "run"],
                                 clock(counts["run"])))
            next_run = now + 5
        # most are done in a moment: every third is to die somewhere in it
        for p in working[known:]:
            if luck.random() < 1 / 3:
                doomed.append((now + luck.uniform(0, 0.3), p))
        for p in [p for at, p in doomed if at <= now and p.poll() is None]:
            p.send_signal(signal.SIGKILL)
            counts["kill"] += 1
        doomed = [(at, p) for at, p in doomed if at > now]
        if luck.random() < 0.01:
            counts["read"] += 1
            faults.run([program, "-C", "k", "status"])
        working = [p for p in working if p.poll() is None]
        time.sleep(0.01)
    for p in working:
        p.wait()
    os.environ["DIAGNOZA_NOW"] = "1795000000"
    rc = [faults.run([program, "-C", "k", "run"]) for _ in range(2)][-1]
    db = sqlite3.connect("k/diagnoza.db")
    loaded = db.execute("select count(*) from response where gone_by is null"
                        ).fetchone()[0]
    wanted = sum(n for _, n in brought)
    twice = db.execute("select count(*) from (select key, wave from response "
                       "where gone_by is null group by 1, 2 having count(*) > "
                       "1)").fetchone()[0]
    db.close()
    waiting = [n for n in os.listdir("k/skrzynka") if n.endswith(".csv") and
               n.startswith("e")]
    reports = faults.documents("k")
    left = [p for p in reports if p.startswith("?")]
    # the same campaign, left alone: all reports made anew
    faults.run([program, "-C", "k", "report", "--force"])
    again = faults.documents("k")
    mixed = sum(reports.get(p) != again[p] for p in again) + \
        sum(p not in again for p in reports)
    check = faults.run([program, "-C", "k", "check"])
    print(", ".join(f"{v} {k}s" for k, v in counts.items()))
    print(f"{wanted} rows brought, {wanted - loaded} lost, {twice} twice; "
          f"{len(reports)} reports, {mixed} mixed; {len(waiting)} files not "
          f"taken, {len(left)} left behind; run ends {rc}, check {check}")
    good = (wanted == loaded and not twice and not mixed and not waiting and
            not left and rc == 0 and check == 0 and wanted > 0 and
            counts["kill"] > 0)
    print(("ok" if good else "not ok") + " - soak")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
