#!/bin/bash
# SQLite must not be carried over a fork: a run forks its workers with the
# database closed, and when it has to fork them later, too.
set -uo pipefail
. "$ROOT/tests/lib.sh"
case $BUILD in
*/asan)
    skipped "nothing can be loaded before the sanitizer: forks not watched"
    exit 0
    ;;
esac
cat > watch.c << 'C'
/* Each fork is noted: "open" with the database, else "closed".  With
 * FORK_FAILS the first one fails, with FORK_DIES the first child dies, with
 * FORK_NONE no child has children. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *look(void)
{
    const char *found = "closed";
    DIR *dir = opendir("/proc/self/fd");
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        char path[300], target[300] = "";
        snprintf(path, sizeof path, "/proc/self/fd/%s", e->d_name);
        if (readlink(path, target, sizeof target - 1) > 0 &&
            strstr(target, "/diagnoza.db") != NULL)
            found = "open";
    }
    closedir(dir);
    return found;
}

pid_t fork(void)
{
    static int n;
    static pid_t first;
    FILE *notes = fopen(getenv("FORK_NOTES"), "a");
    fprintf(notes, "%s\n", look());
    fclose(notes);
    if (n++ == 0 && getenv("FORK_FAILS") != NULL) {
        errno = EAGAIN;
        return -1;
    }
    first = first != 0 ? first : getpid();
    if (first != getpid() && getenv("FORK_NONE") != NULL) {
        errno = EAGAIN;
        return -1;
    }
    pid_t pid = ((pid_t(*)(void))dlsym(RTLD_NEXT, "fork"))();
    if (pid == 0 && n == 1 && getenv("FORK_DIES") != NULL)
        _exit(0);
    return pid;
}
C
gcc -shared -fPIC -D_GNU_SOURCE -O1 -o watch.so watch.c -ldl || exit 1
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
# with one key: the numbers of institutions follow from it
"$DIAGNOZA" init empty --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-09-30 > init.txt || exit 1
"$DIAGNOZA" -C empty wave add druga --from 2026-10-01 --to 2026-12-31 \
    >> init.txt || exit 1
run() { # NAME STATUS [VARIABLE=VALUE]
    rm -rf k
    cp -a empty k
    cp fala.csv druga.csv k/skrzynka
    touch -d @1792990000 k/skrzynka/*.csv
    exits "$1" "$2" env "${@:3}" FORK_NOTES="$PWD/$1.txt" \
        LD_PRELOAD="$PWD/watch.so" "$DIAGNOZA" -C k run
    (cd k/raporty && find . -type f -exec sha256sum {} + | sort -k 2) > "$1.list"
    check "$1: decyzje.csv is there" test -s k/decyzje.csv
    same "$1: forks with the database open" "$(grep -c open "$1.txt")" 0
}
simulate() { # WAVE MONTH
    "$DIAGNOZA" simulate "$1.csv" --survey jst --profile limesurvey \
        --gminas 3 --seed 7 --from "2026-$2-05" --to "2026-$2-20" \
        > simulate.txt || exit 1
}
simulate fala 09
simulate druga 10
run early 0
run later 0 FORK_FAILS=1
check "reports were made" grep -q '\.pdf$' early.list
check "and are the same" cmp early.list later.list
run died 0 FORK_DIES=1
check "and when the early ones died" cmp early.list died.list
check "all forked again" test "$(cat later.txt died.txt | wc -l)" -ge 14
run none 1 FORK_NONE=1
check "no worker draws an overview, which is told" \
    grep -q 'E811.*przegląd 06' err.txt
sed -n 's/.*Uruchom: diagnoza \([^;]*\);.*/\1/p' err.txt | sort -u > hints.txt
while read -r words; do
    # shellcheck disable=SC2086
    exits "what it says to run: $words" 0 "$DIAGNOZA" -C k $words
done < hints.txt
(cd k/raporty && find . -type f ! -name stan.html -exec sha256sum {} + |
    sort -k 2) > again.list
grep -v stan.html early.list > wanted.list
check "makes them all" cmp wanted.list again.list
