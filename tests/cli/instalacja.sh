#!/bin/bash
# make install: what it puts where, and that all of it goes away again.
set -uo pipefail
. "$ROOT/tests/lib.sh"
cd "$TEST_DIR" || exit 1
to=$TEST_DIR/drzewo
exits "it installs" 0 make -s -C "$ROOT" WERROR=1 install DESTDIR="$to" PREFIX=/usr
check "and leaves nothing beside the build" [ ! -e "$BUILD/install" ]
exits "the program runs from there" 0 "$to/usr/bin/diagnoza" --version
units=$to/usr/lib/systemd/system
same "the units and their timers" "$(ls "$units" | tr '\n' ' ')" \
    "diagnoza-kontrola@.service diagnoza-kontrola@.timer diagnoza-ocena@.service diagnoza-ocena@.timer diagnoza-run@.service diagnoza-run@.timer diagnoza-zglos@.service "
same "each is fenced in" "$(grep -l '^PrivateNetwork=yes' "$units"/*.service | wc -l)" 3
check "with the place of the program" \
    grep -q '^ExecStart=/usr/bin/diagnoza -C /%I run ' "$units/diagnoza-run@.service"
same "the check waits for a run that works, and the run for it" \
    "$(grep -l '^ExecStart=.* --wait 1200$' "$units"/*.service | wc -l)" 2
check "a check may be stopped: nobody is told" \
    grep -q '^SuccessExitStatus=11 TERM$' "$units/diagnoza-kontrola@.service"
check "nothing is left to fill in" sh -c "! grep -r '@[A-Z]*@' '$to' --include='*.service' --include='zglos' --include='*.cron.d'"
check "cron's mails say their charset" grep -q '^CONTENT_TYPE=.*UTF-8' "$to/usr/lib/diagnoza/diagnoza.cron.d"
check "no line between two and three" sh -c "! grep -E '(^#?[0-9*/,-]+ 2 )|(OnCalendar=.* 02:)' -r '$to/usr/lib'"
if command -v systemd-analyze > /dev/null; then
    # the program is not there on this machine: only that may be said
    same "systemd understands the units" "$(systemd-analyze verify --man=no "$units"/diagnoza-*.service "$units"/diagnoza-*.timer 2>&1 |
        grep -v -e 'is not executable' -e 'Failed to prepare filename' -e '^$' | head -n 3)" ""
    for unit in kontrola ocena run; do # the bar is 2.0
        check "$unit may do no more than it needs" systemd-analyze security \
            --offline=true --threshold=20 "$units/diagnoza-$unit@.service"
    done
else
    skipped "no systemd-analyze"
fi
# the mail: the words of the run that failed, without systemd's; its words only
# when there are no others
mkdir stub
cat > stub/journalctl <<'END'
#!/bin/sh
case "$*" in
*" -t diagnoza _SYSTEMD_INVOCATION_ID=7") cat words.txt ;;
*" INVOCATION_ID=7") echo "Main process exited, code=killed" ;;
*--sync) ;;
*) echo "another run: $*" ;;
esac
END
printf '#!/bin/sh\ncat > poczta.txt\n' > stub/sendmail
cat > stub/systemd-escape <<'END'
#!/bin/sh
case "$*" in
"--unescape --path srv-k") echo /srv/k ;;
"--unescape --path srv-ł") echo "/srv/kampania województwa łódzkiego 2026" ;;
esac
END
chmod +x stub/*
same "a failed run is told of by its own unit" \
    "$(grep -h ^OnFailure "$units"/*.service | sort -u)" "OnFailure=diagnoza-zglos@%p@%i.service"
check "the mail server may go on when the message is handed over" \
    grep -qx KillMode=process "$units/diagnoza-zglos@.service"
report_failure() { # report_failure CAMPAIGN [EXIT]
    : > poczta.txt
    LC_ALL=C PATH=$PWD/stub:$PATH MONITOR_INVOCATION_ID=7 RUNTIME_DIRECTORY=$PWD \
        MONITOR_SERVICE_RESULT=exit-code MONITOR_EXIT_STATUS=${2-1} \
        "$to/usr/lib/diagnoza/zglos" "diagnoza-run@srv-$1"
    sed '1,/^$/d' poczta.txt
}
echo "Kampania /srv/k: E121 × 1." > words.txt
same "the mail is what the program said" "$(report_failure k)" "Kampania /srv/k: E121 × 1."
check "and names the campaign" grep -q '^Subject: diagnoza: kampania /srv/k$' poczta.txt
: > words.txt
same "or why it said nothing" "$(report_failure k KILL)" \
    "Uruchomienie nie doszło do końca i mogło nie powiedzieć o wszystkim.
Co czeka: /srv/k/raporty/stan.html
System podaje:
Main process exited, code=killed"
same "not again ten minutes later" "$(report_failure k KILL)" ""
echo "[E702]" > words.txt
same "a full disk is told of" "$(report_failure k 4)" "[E702]"
same "and not again" "$(report_failure k 4)" ""
touch -d '23 hours ago' diagnoza-run@srv-k
same "before the next day" "$(report_failure k 4)" "[E702]"
same "a file with the same words" "$(report_failure k 3)" "[E702]"
same "is told of every time" "$(report_failure k 3)" "[E702]"
same "and the disk after it" "$(report_failure k 4)" "[E702]"
{ printf 'zażółć %.0s' {1..200}; echo; } > words.txt
report_failure ł > /dev/null
same "a mail that any server takes" "$(python3 -c '
import email, email.policy
raw = open("poczta.txt", "rb").read()
mail = email.message_from_bytes(raw, policy=email.policy.default)
print(mail["Subject"], mail["MIME-Version"], mail["Content-Transfer-Encoding"],
      mail.get_content_charset(), max(map(len, raw.split(b"\n"))) <= 998,
      raw.partition(b"\n\n")[0].isascii(),
      mail.get_content().replace("\n", "").count("zażółć "))')" \
    "diagnoza: kampania /srv/kampania województwa łódzkiego 2026 1.0 8bit utf-8 True True 200"
for page in man1/diagnoza.1 man5/diagnoza.ini.5; do
    check "$page is there" test -s "$to/usr/share/man/$page"
    if command -v groff > /dev/null; then
        same "$page: groff has no complaint" "$(groff -man -K utf8 -T utf8 -ww "$to/usr/share/man/$page" 2>&1 > page.txt)" ""
    fi
done
if command -v man > /dev/null; then # where nobody has made a Polish locale
    same "man finds both" "$(LC_ALL=C.UTF-8 MANPATH=$to/usr/share/man man -w diagnoza diagnoza.ini 2>&1 | sed 's/.*man.\///' | tr '\n' ' ')" \
        "diagnoza.1 diagnoza.ini.5 "
fi
for c in $("$DIAGNOZA" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    grep -q "^\.SS $c" "$to/usr/share/man/man1/diagnoza.1" || not_ok "the manual has $c"
done
ok "every command is in the manual"
for p in $("$DIAGNOZA" status --params 2> /dev/null | sed -n 's/^\([a-z_]*\) .*/\1/p'); do
    grep -q "fB$p" "$to/usr/share/man/man5/diagnoza.ini.5" || not_ok "the manual has $p"
done
complete_word() { # complete_word WORDS...: what bash would offer
    bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _diagnoza; echo "${COMPREPLY[*]}"' \
        bash "$to/usr/share/bash-completion/completions/diagnoza" "$@"
}
same "completes a command" "$(complete_word diagnoza -C k inge)" ingest
same "completes an option" "$(complete_word diagnoza report --forc)" --force
exits "it goes away" 0 make -s -C "$ROOT" WERROR=1 uninstall DESTDIR="$to" PREFIX=/usr
same "and leaves no file" "$(find "$to" -type f)" ""
