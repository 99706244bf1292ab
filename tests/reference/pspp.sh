#!/bin/bash
# Values of PSPP for statcalc, apart from R and from our C: run it in the
# project's folder where PSPP (Debian: pspp) is installed.  Writes
# pspp_values.csv; PSPP prints two or three digits, and so much is compared.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# FILE "v1 v2" COMMANDS -> the output as CSV
pspp_csv() {
    { echo "GET DATA /TYPE=TXT /FILE='$PWD/data/$1.csv' /ARRANGEMENT=DELIMITED"
      echo "  /FIRSTCASE=2 /DELIMITERS=',' /VARIABLES=$2."
      echo "$3"; } > "$work/in.sps"
    pspp -O format=csv -o "$work/out.csv" "$work/in.sps"
    tr -d '\r' < "$work/out.csv"
}
# a cell: row that begins with $1, field $2
cell() { awk -F, -v row="$1" -v at="$2" '$1 == row { print $at; exit }'; }
say() { echo "$1;$2;$3;$4;$5;PSPP $(pspp --version | awk 'NR==1{print $NF}')"; }

{
echo "data;command;name;value;tolerance;source"
for d in golden_a:4 scale_12x4:4 scale_40x5:5 scale_100x8:8 scale_missing:4; do
    name=${d%:*} k=${d#*:} vars='' types=''
    for i in $(seq "$k"); do vars+=" i$i" types+=" i$i F8.2"; done
    out=$(pspp_csv "$name" "$types" "RELIABILITY /VARIABLES=$vars /SUMMARY=TOTAL.")
    alpha=$(grep -A1 "^Cronbach's Alpha,N of Items" <<< "$out" | tail -1 | cut -d, -f1)
    say "$name" alpha alpha "$alpha" 0.0051
    for i in $(seq "$k"); do
        say "$name" item-rest "item-rest.$i" "$(cell "i$i" 4 <<< "$out")" 0.0051
        say "$name" alpha-if-deleted "if-deleted.$i" "$(cell "i$i" 5 <<< "$out")" 0.0051
    done
done
out=$(pspp_csv groups_numbered 'group F8.0 value F8.2' \
    'NPAR TESTS /KRUSKAL-WALLIS=value BY group (1,3).
     ONEWAY value BY group.')
say groups_numbered kruskal h "$(cell Chi-Square 2 <<< "$out")" 0.006
say groups_numbered kruskal df "$(cell df 2 <<< "$out")" 0
say groups_numbered kruskal p "$(cell 'Asymp. Sig.' 2 <<< "$out")" 0.00051
say groups_numbered anova f "$(awk -F, '/Between Groups/ { print $6; exit }' <<< "$out")" 0.006
out=$(pspp_csv judges_7x4 'a F8 b F8 c F8 d F8' \
    'NPAR TESTS /FRIEDMAN=a b c d.
     NPAR TESTS /KENDALL=a b c d.')
say judges_7x4 friedman chi2 "$(cell Chi-Square 2 <<< "$out")" 0.006
say judges_7x4 kendall-w w "$(cell "Kendall's W" 2 <<< "$out")" 0.0051
} > "$work/values.csv"
mv "$work/values.csv" pspp_values.csv
chmod 644 pspp_values.csv
wc -l pspp_values.csv
