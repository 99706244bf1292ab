#!/bin/bash
# Every shape of every tool as written and as Excel, pandas and a workbook
# leave it (tests/cli/shapes.sh takes one of the four for each).
export SHAPES_ALL='written excel pandas xlsx'
exec "$ROOT/tests/cli/shapes.sh"
