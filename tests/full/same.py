#!/usr/bin/python3
"""The same answers give the same bytes, whatever the machine is like.

    same.py DIAGNOZA WORK RUNS

Each run is a campaign of its own with the same key, under another TZ, LANG,
umask, working folder, order of the inbox, clock, and number of workers; all PDF,
HTML, CSV and XLSX of the reports must be the same, byte for byte.  The control
is a campaign with one answer changed: it must differ.
"""
import hashlib
import os
import random
import shutil
import subprocess
import sys

ZONES = ["UTC", "Europe/Warsaw", "America/New_York", "Asia/Kathmandu",
         "Pacific/Kiritimati"]
LANGS = ["", "C", "pl_PL.UTF-8", "C.UTF-8", "de_DE.UTF-8"]


def documents(folder):
    out = {}
    for top, _, names in os.walk(folder + "/raporty"):
        for name in names:
            if name == "stan.html":  # tells who and when
                continue
            with open(os.path.join(top, name), "rb") as f:
                out[os.path.relpath(os.path.join(top, name), folder)] = \
                    hashlib.sha256(f.read()).hexdigest()
    return out


def run(program, i, files):
    luck = random.Random(i)
    env = {"PATH": os.environ["PATH"], "HOME": "/",
           "TZ": ZONES[i % len(ZONES)], "LANG": LANGS[i % len(LANGS)],
           "DIAGNOZA_NOW": str(1795000000 + 100000 * i)}
    lib = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
    if i % 2 and os.path.exists(lib):
        # the clock of the machine is not the one of the run, which is another
        # day's each time
        env.update(LD_PRELOAD=lib, FAKETIME="+%dd" % (37 * i))
    place = os.path.abspath("c" + "x" * (i % 7) + str(i))
    shutil.copytree("empty", place)
    luck.shuffle(files)
    command = [program, "-C", place]
    mask = [0o022, 0o077, 0o007, 0o000][i % 4]
    folder = [place, "/", place + "/skrzynka"][i % 3]

    def quiet(*words):
        subprocess.run(command + list(words), env=env, cwd=folder,
                       preexec_fn=lambda: os.umask(mask),
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    for k, f in enumerate(files):  # taken in the order of their names
        shutil.copy(f, f"{place}/skrzynka/{k}-{os.path.basename(f)}")
    quiet("run", "--only", "ingest")
    quiet("analyze")
    quiet("freeze", "fala", "--gmina", "0601011")
    quiet("report", "--workers", str(1 + i % 3))
    return documents(place)


def main():
    program, work, runs = os.path.abspath(sys.argv[1]), sys.argv[2], \
        int(sys.argv[3])
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    os.chdir(work)
    groups = "jst ngo szkola kultura biznes biblioteka mieszkancy".split()
    files = []
    for g in groups:
        subprocess.run([program, "simulate", f"{g}.csv", "--survey", g,
                        "--profile", "limesurvey", "--gminas", "2", "--seed",
                        "3", "--damage", "0", "--from", "2026-09-15", "--to",
                        "2026-10-20"], check=True)
        files.append(os.path.abspath(f"{g}.csv"))
    subprocess.run([program, "init", "empty", "--voivodeship", "06", "--wave",
                    "fala", "--from", "2026-09-01", "--to", "2026-12-31"],
                   check=True, stdout=subprocess.DEVNULL)
    ini = open("empty/diagnoza.ini", encoding="utf-8").read()
    with open("empty/diagnoza.ini", "w", encoding="utf-8") as f:
        f.write(ini.replace("#odczekaj = 60", "odczekaj = 0"))
    wanted = run(program, 0, list(files))
    bad = 0
    for i in range(1, runs):
        got = run(program, i, list(files))
        other = sorted(p for p in set(got) | set(wanted)
                       if got.get(p) != wanted.get(p))
        bad += bool(other)
        if other:
            print(f"  run {i}: {', '.join(other[:4])}")
    text = open("jst.csv", encoding="utf-8").read()
    at = text.index('"4"', text.index("\n"))
    with open("jst.csv", "w", encoding="utf-8") as f:
        f.write(text[:at] + '"1"' + text[at + 3:])
    control = run(program, runs, list(files)) != wanted
    kinds = sorted({p.rsplit(".", 1)[1] for p in wanted})
    print(f"{runs} runs, {bad} other; {len(wanted)} files each: "
          f"{' '.join(kinds)}")
    good = bad == 0 and len(wanted) > 10 and len(kinds) == 4
    print(("ok" if good else "not ok") + " - the same bytes")
    print(("ok" if control else "not ok") + " - the control differs")
    return 0 if good and control else 1


if __name__ == "__main__":
    sys.exit(main())
