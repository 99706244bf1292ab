#!/bin/bash
# A thousand bytes changed at random, one at a time, in the database, the key,
# the sums, the archive and the reports, drafts and final ones: check finds each.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1792000000
cd "$TEST_DIR" || exit 1
"$DIAGNOZA" init k --voivodeship 06 > /dev/null
sed -i 's/^#odczekaj = .*/odczekaj = 0/' k/diagnoza.ini
"$DIAGNOZA" simulate ngo.csv --voivodeship 06 --gminas 6 --survey ngo > /dev/null
mv ngo.csv k/skrzynka/
"$DIAGNOZA" -C k run < /dev/null > /dev/null 2>&1
gmina=$(basename "$(ls k/raporty/*/szkice/*-partnerzy.pdf | head -n 1)" | cut -d- -f1)
"$DIAGNOZA" -C k freeze 2026 --gmina "$gmina" > /dev/null
"$DIAGNOZA" -C k run < /dev/null > /dev/null 2>&1
check "a report is out" test -f "$(ls k/raporty/2026/"$gmina"-*.pdf | head -n 1)"
exits "all is as it was left" 0 "$DIAGNOZA" -C k check
same "flips that were missed" "$(python3 - "$DIAGNOZA" <<'P'
import glob, os, random, subprocess, sys
random.seed(7)
files = (['k/diagnoza.db', 'k/klucz', 'k/sumy'] +
         sorted(glob.glob('k/archiwum/*')) +
         sorted(f for f in glob.glob('k/raporty/2026/**', recursive=True)
                if os.path.isfile(f)))
weights = [8, 1, 1] + [2] * (len(files) - 3)
kinds = {os.path.relpath(f, 'k').rsplit('/', 1)[0] + os.path.splitext(f)[1]
         for f in files}
assert len(kinds) > 10, kinds  # final, drafts, analyst's: each in its formats
places = [(path, random.randrange(os.path.getsize(path)))
          for path in random.choices(files, weights, k=1000)]
# SQLite's counter of changes, which tells a database of another day from a bad one
places += [('k/diagnoza.db', at) for at in range(24, 28)]
missed = 0
for path, at in places:
    bit = random.randrange(1, 256)
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
