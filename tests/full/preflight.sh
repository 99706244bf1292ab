#!/bin/bash
# PDF/A-1b by PDFBox's validator, and that the validator can say no.
set -uo pipefail
source "$ROOT/tests/lib.sh"
jars=/usr/share/java/pdfbox2.jar
command -v java > /dev/null && [ -f $jars ] || {
    skipped "no java or no libpdfbox2-java"
    exit 0
}
preflight() {
    java -cp "$jars:/usr/share/java/*" "$ROOT/tests/pdf/Preflight.java" "$@" \
        2> /dev/null
}
"$BUILD/tests/docdemo" pdf small.pdf 2> /dev/null
"$BUILD/tests/docdemo" pdf ten.pdf 10 2> /dev/null
check "PDF/A-1b" preflight small.pdf ten.pdf
qpdf --qdf --object-streams=disable small.pdf plain.pdf
sed -e 's/GTS_PDFA1/GTS_PDFX1/' plain.pdf > other.pdf
exits "the validator notices a missing output intent" 1 preflight other.pdf
