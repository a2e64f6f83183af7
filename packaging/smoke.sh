#!/bin/sh
# Looks whether a frozen program is whole: packaging/smoke.sh PROGRAM
#
# Answers --version, knows every vendor's rules, serves the sandbox, reads from it over HTTP, and
# opens its window without a screen; in a profile of its own.
set -eu

program=$1
home=$(mktemp -d)
served=
clean_up() {
    [ -z "$served" ] || kill "$served" 2>/dev/null || true
    rm -rf "$home"
}
trap clean_up EXIT
export ORDERDESK_HOME="$home/profile" ORDERDESK_PASSPHRASE=smoke QT_QPA_PLATFORM=offscreen

"$program" --version
[ "$("$program" capabilities | grep -c '^## ')" -ge 5 ] || {
    echo "smoke: the vendors' rules are not all inside" >&2
    exit 1
}
"$program" sandbox --json --orders 20 --seed 1 >"$home/connections.json" 2>"$home/sandbox.log" &
served=$!
tries=0
until [ -s "$home/connections.json" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || {
        cat "$home/sandbox.log" >&2
        echo "smoke: the sandbox does not listen" >&2
        exit 1
    }
    sleep 0.5
done
"$program" connections import "$home/connections.json"
"$program" sync
"$program" list --limit 3
echo "smoke: whole"
