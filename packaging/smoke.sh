#!/bin/sh
# Looks whether a frozen program is whole: packaging/smoke.sh PROGRAM
#
# Answers --version, finds itself sound, knows every vendor's rules, serves the sandbox, reads from
# it over HTTP, and opens its demo's window without a screen; in a profile of its own.
set -eu

program=$1
home=$(mktemp -d)
served= opened=
clean_up() {
    for one in $served $opened; do kill "$one" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$home"
}
trap clean_up EXIT
export ORDERDESK_HOME="$home/profile" ORDERDESK_PASSPHRASE=smoke QT_QPA_PLATFORM=offscreen

# broken WORDS FILE: says what is broken, with what the program said of it.
broken() {
    cat "$2" >&2
    echo "smoke: $1" >&2
    exit 1
}

# until_said FILE PROCESS WORDS PATTERN: waits until the process has written the pattern.
until_said() {
    tries=0
    until grep -q "$4" "$1" 2>/dev/null; do
        tries=$((tries + 1))
        kill -0 "$2" 2>/dev/null && [ "$tries" -lt 240 ] || broken "$3" "$home/said.log"
        sleep 0.5
    done
}

"$program" --version
rules=$("$program" capabilities)
[ "$(printf '%s\n' "$rules" | grep -c '^## ')" -ge 5 ] || {
    echo "smoke: the vendors' rules are not all inside" >&2
    exit 1
}
"$program" sandbox --json --orders 20 --seed 1 >"$home/connections.json" 2>"$home/said.log" &
served=$!
until_said "$home/connections.json" "$served" "the sandbox does not listen" '[}]'
"$program" connections import "$home/connections.json"
"$program" sync
# Into a file: a reader that ends early would be told of as a broken pipe.
"$program" list --json >"$home/orders.json"
[ "$(grep -c . "$home/orders.json")" -gt 0 ] || broken "no orders came in" "$home/said.log"
# A store without checksums is what an extension of SQLite's that was left out would leave.
store=$(find "$ORDERDESK_HOME" -name orderdesk.db)
[ "$(od -An -tu1 -j20 -N1 "$store" | tr -d ' ')" = 8 ] || broken "the store has no checksums" "$home/said.log"
"$program" doctor >"$home/doctor.txt" || broken "it does not find itself sound" "$home/doctor.txt"
# The demo's window is up when its own sandbox, a child process of it, says where it listens.
"$program" --demo --orders 20 >/dev/null 2>"$home/said.log" &
opened=$!
until_said "$home/said.log" "$opened" "the demo does not open" 'sandbox is controlled at'
# Long enough for its first orders to be read and painted.
sleep 8
kill -0 "$opened" || broken "the demo does not stay open" "$home/said.log"
! grep -q -e Traceback -e 'not foreseen' "$home/said.log" || broken "the demo is broken" "$home/said.log"
echo "smoke: whole"
