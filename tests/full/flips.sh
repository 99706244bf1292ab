#!/bin/bash
# A thousand bytes changed at random, one at a time, in the database, the key,
# the archive and the reports: check finds each.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1792000000
cd "$TEST_DIR" || exit 1
"$DIAGNOZA" init k --voivodeship 06 > /dev/null
sed -i 's/^#odczekaj = .*/odczekaj = 0/' k/diagnoza.ini
"$DIAGNOZA" simulate ngo.csv --voivodeship 06 --gminas 6 --survey ngo > /dev/null
mv ngo.csv k/skrzynka/
"$DIAGNOZA" -C k run < /dev/null > /dev/null 2>&1
exits "all is as it was left" 0 "$DIAGNOZA" -C k check
same "flips that were missed" "$(python3 - "$DIAGNOZA" <<'P'
import glob, os, random, subprocess, sys
random.seed(7)
files = (['k/diagnoza.db', 'k/klucz'] + sorted(glob.glob('k/archiwum/*')) +
         sorted(glob.glob('k/raporty/*/szkice/*')))
weights = [8, 1] + [2] * (len(files) - 2)
missed = 0
for _ in range(1000):
    path = random.choices(files, weights)[0]
    stat = os.stat(path)
    at, bit = random.randrange(stat.st_size), random.randrange(1, 256)
    def flip():
        with open(path, 'r+b') as f:
            f.seek(at)
            byte = f.read(1)[0]
            f.seek(at)
            f.write(bytes([byte ^ bit]))
    flip()
    code = subprocess.run([sys.argv[1], '-C', 'k', 'check'],
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode
    missed += code not in (1, 4)
    flip()
print(missed)
P
)" 0
exits "and the good files are good again" 0 "$DIAGNOZA" -C k check
