#!/bin/bash
# Fuzzing of every parser (tests/fuzz/*.c); seeds are the fixtures and the
# corpus.  Without FUZZ_TIME it is repeatable by anyone: fixed seed, fixed runs,
# one process a target.  `make fuzz FUZZ_TIME=600` searches at random, for so
# many seconds a target.  A find is kept in the test's folder; it belongs into
# tests/fuzz/corpus/TARGET when it is mended.
set -uo pipefail
source "$ROOT/tests/lib.sh"
if ! echo 'int LLVMFuzzerTestOneInput(const char *d, long n);
int LLVMFuzzerTestOneInput(const char *d, long n){return d && n > 0 ? 0 : 0;}' |
    clang -x c -fsanitize=fuzzer - -o /dev/null 2> /dev/null
then
    skipped "no clang with libFuzzer: not fuzzed"
    exit 0
fi
make -s -C "$ROOT" fuzz-targets > build.txt 2>&1
same "targets are built" $? 0 || tail -n 20 build.txt
seed() {
    local target=$1 f n=0
    shift
    mkdir -p "seed.$target"
    for f in "$@"; do
        n=$((n + 1))
        # readers that take their first byte as a choice
        case $target in
        csvin) { printf '\037'; cat "$f"; } > "seed.$target/$n" ;;
        profile) { printf '\0'; cat "$f"; } > "seed.$target/$n" ;;
        xlsx) { printf '\006'; cat "$f"; } > "seed.$target/$n" ;;
        survey)
            case $f in
            */groups.csv) printf '\0' ;;
            */choices.csv) printf '\1' ;;
            *) printf '\2' ;;
            esac > "seed.$target/$n"
            cat "$f" >> "seed.$target/$n"
            ;;
        *) cp "$f" "seed.$target/$n" ;;
        esac
    done
}
"$BUILD/tests/docdemo" bytes blocks.bin 2 2> notes.txt
seed csvin "$ROOT"/fixtures/*/*.csv
seed charset "$ROOT"/fixtures/*/*.csv
seed profile "$ROOT"/fixtures/*/*.csv
"$ROOT/tests/workbook.py" all .
seed xlsx *.xlsx
for part in 0 1 2 3 4 5; do
    names=(_rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels
        xl/sharedStrings.xml xl/styles.xml xl/worksheets/sheet1.xml)
    for f in good kinds formulas; do
        python3 -m zipfile -e $f.xlsx "$f.parts"
        [ ! -e "$f.parts/${names[$part]}" ] ||
            { printf "\\00$part"; cat "$f.parts/${names[$part]}"; } \
                > "seed.xlsx/$f.$part"
    done
done
seed survey "$ROOT"/surveys/*.csv
seed doc blocks.bin
seed text "$ROOT"/surveys/groups.csv "$ROOT"/core/status.def
for target in csvin charset profile survey xlsx doc text; do
    for f in "$ROOT/tests/fuzz/corpus/$target"/*; do
        mkdir -p "seed.$target"
        [ -f "$f" ] && cp "$f" "seed.$target/c-$(basename "$f")"
    done
done
# one TARGET RUNS LENGTH
one() {
    local how="-runs=$2 -seed=1"
    [ -z "${FUZZ_TIME:-}" ] || how="-max_total_time=$FUZZ_TIME"
    # shellcheck disable=SC2086 # words on purpose
    ASAN_OPTIONS=detect_leaks=1 "$ROOT/build/fuzz/fuzz/$1" "seed.$1" $how \
        -timeout=10 -rss_limit_mb=1500 -max_len="$3" \
        -artifact_prefix="$1-" -print_final_stats=1 > "$1.log" 2>&1
}
# two at a time: so many cores there are
one csvin 10000 4096 & one charset 40000 4096 & wait
one profile 300 8192 & one xlsx 1000 8192 & wait
one survey 300 65536 & one doc 300 65536 & wait
one text 10000 4096
for target in csvin charset profile xlsx survey doc text; do
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$target.log")
    find=$(find . -name "$target-*" | head -n 1)
    same "$target: ${runs:-0} inputs, no find" "$find" ""
    [ -z "$find" ] || grep -m 12 -E 'ERROR|SUMMARY|#[0-9] ' "$target.log"
    [ "${runs:-0}" -gt 50 ] || { not_ok "$target was fuzzed"; tail "$target.log"; }
done
rm -rf /dev/shm/fuzz-*
