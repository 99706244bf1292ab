#!/bin/bash
# The layout of the demonstration document, line by line, and the hash of its
# PDF: a changed byte means a changed layout, library or font.  After looking
# at the document, GOLDEN_UPDATE=1 rewrites both; read the diff.
set -uo pipefail
source "$ROOT/tests/lib.sh"
golden=$ROOT/tests/golden/page
"$BUILD/tests/docdemo" trace trace.txt 2> notes.txt
"$BUILD/tests/docdemo" pdf demo.pdf 2>> notes.txt
sha256sum < demo.pdf | cut -c1-64 > pdf.sha256
if [ -n "${GOLDEN_UPDATE:-}" ]; then
    cp trace.txt pdf.sha256 "$golden/"
fi
for file in trace.txt pdf.sha256; do
    check "$file as before" diff "$golden/$file" "$file"
done
