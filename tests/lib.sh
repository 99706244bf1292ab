# For the shell tests: source "$ROOT/tests/lib.sh".
# ok NAME: a case passed; check NAME COMMAND...: passes when the command does.
ok() { echo "ok - $1"; }
not_ok() { echo "not ok - $1"; }
skipped() { echo "# skipped: $1"; }
check() {
    local name=$1
    shift
    if "$@"; then ok "$name"; else not_ok "$name"; fi
}
# same NAME GOT WANTED
same() {
    if [ "$2" = "$3" ]; then ok "$1"; else
        not_ok "$1"
        echo "  wanted: $3"
        echo "  got:    $2"
    fi
}
# control FILE.c PROGRAM: the program with this file in place of the library's
control() {
    make -s --no-print-directory -C "$ROOT" WERROR=1 CONTROL="$PWD/$1" \
        CONTROL_OUT="$PWD/$2" control > control.txt 2>&1
    same "$2 is built" $? 0 || tail -n 20 control.txt
}
# exits NAME STATUS COMMAND...: the command must end with that exit status
exits() {
    local name=$1 want=$2 rc=0
    shift 2
    "$@" > out.txt 2> err.txt || rc=$?
    same "$name" "$rc" "$want"
    [ "$rc" = "$want" ] || { tail -n 5 out.txt err.txt; }
}
