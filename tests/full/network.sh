#!/bin/bash
# A campaign on a file system that is not local is refused, made or opened.
# bindfs stands in for a network drive: both come through FUSE.
source "$ROOT/tests/lib.sh"
mkdir src mnt
if ! bindfs src mnt 2> /dev/null; then
    skipped "no FUSE here"
    ok "nothing to test"
    exit 0
fi
trap 'fusermount -u mnt' EXIT
exits "init there" 4 "$DIAGNOZA" init mnt/k --voivodeship 06
check "the reason is named" grep -q "\[E705\]" err.txt
check "nothing was made" test ! -e src/k
exits "init beside it" 0 "$DIAGNOZA" init src/k --voivodeship 06
before=$(sha256sum < src/k/diagnoza.db)
exits "opened from there" 4 "$DIAGNOZA" -C mnt/k run
same "the database is as it was" "$(sha256sum < src/k/diagnoza.db)" "$before"
