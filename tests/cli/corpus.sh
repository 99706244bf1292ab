#!/bin/bash
# What the fuzzers found worth keeping, once more: tests/fuzz/corpus/TARGET/*
# through each target, without libFuzzer.  A crash found tomorrow goes there.
set -uo pipefail
source "$ROOT/tests/lib.sh"
for target in "$BUILD"/replay/*; do
    name=$(basename "$target")
    case $name in *.*) continue ;; esac
    files=("$ROOT/tests/fuzz/corpus/$name"/*)
    check "$name: ${#files[@]} inputs" "$target" "${files[@]}" > out.txt 2>&1
    cat out.txt
done
rm -rf /dev/shm/fuzz-*
