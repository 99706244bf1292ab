#!/bin/bash
# A font that is not the one that was checked is told of by who draws with it.
set -uo pipefail
. "$ROOT/tests/lib.sh"
case $BUILD in
*/asan)
    skipped "nothing can be loaded before the sanitizer: no other font"
    exit 0
    ;;
esac
cat > other.c << 'C'
/* Instead of the regular Lato: "lato.ttf" of this folder. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

int open(const char *path, int flags, ...)
{
    int (*real)(const char *, int, ...) =
        (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
    __builtin_va_list rest;
    __builtin_va_start(rest, flags);
    int mode = (flags & O_CREAT) != 0 ? __builtin_va_arg(rest, int) : 0;
    __builtin_va_end(rest);
    if (strstr(path, "/Lato-Regular.ttf") != NULL)
        path = getenv("OTHER_FONT");
    return real(path, flags, mode);
}
C
gcc -shared -fPIC -D_GNU_SOURCE -O1 -o other.so other.c -ldl || exit 1
lato=/usr/share/fonts/truetype/lato/Lato-Regular.ttf
{ cat "$lato" && printf '\0\0\0\0'; } > lato.ttf
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > init.txt || exit 1
"$DIAGNOZA" simulate jst.csv --survey jst --profile limesurvey --gminas 2 \
    --seed 7 > simulate.txt || exit 1
exits "answers" 0 "$DIAGNOZA" -C k ingest jst.csv
exits "numbers" 0 "$DIAGNOZA" -C k analyze
exits "drawn with it" 0 env OTHER_FONT="$PWD/lato.ttf" \
    LD_PRELOAD="$PWD/other.so" "$DIAGNOZA" -C k report
check "it is told" grep -q 'W806.*Lato-Regular' err.txt
exits "with the font that was checked" 0 "$DIAGNOZA" -C k report --force
check "nothing is told" bash -c '! grep -q W80 err.txt'
