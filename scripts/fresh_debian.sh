#!/bin/sh
# Proves the README's commands in a new, minimal Debian: git, make and nothing else.
#
#   scripts/fresh_debian.sh make test
#   FRESH_DISPLAY=1 scripts/fresh_debian.sh make demo
#
# Needs root, debootstrap and unshare; with FRESH_DISPLAY also Xvfb and xdotool. Clones the commit
# that is checked out here. All by environment variables:
#   FRESH_ROOT     folder of the new system; kept, so that a second call runs in it again
#                  (default: a new folder, removed at the end)
#   FRESH_BASE     tar file of the bare system, made when it is not there (default: none)
#   FRESH_SUITE    Debian release (default: bookworm); FRESH_MIRROR: where from (debootstrap's own)
#   FRESH_AS       root (default), sudo (a user whom sudo asks nothing) or plain (a user without)
#   FRESH_CA       certificate to trust inside, for a machine behind an inspecting proxy
#   FRESH_ENV      names of variables to hand in, separated by spaces (default: CI)
#   FRESH_DISPLAY  1: share an Xvfb screen and stop when a window is up; FRESH_SHOT: its picture
set -eu

[ $# -gt 0 ] || {
    sed -n '2,19s/^# \{0,1\}//p' "$0"
    exit 2
}
repository=$(cd "$(dirname "$0")/.." && pwd -P)
suite=${FRESH_SUITE:-bookworm}
as=${FRESH_AS:-root}
system=${FRESH_ROOT:-$(mktemp -d)}
screen='' screen_pid='' inside_pid=''

clean_up() {
    [ -z "$inside_pid" ] || kill -KILL "$inside_pid" 2>/dev/null || true
    [ -z "$screen_pid" ] || kill "$screen_pid" 2>/dev/null || true
    [ -n "${FRESH_ROOT:-}" ] || rm -rf "$system"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

report() { printf 'fresh %s: %s\n' "$suite" "$*"; }
packages() { chroot "$system" dpkg-query -f . -W | wc -c; }
megabytes() { du -sxm "$system" | cut -f1; }

# The bare system has no sudo: a user's sudo is one of the things that the README names.
bare() {
    # shellcheck disable=SC2086  # the mirror is one word or none
    debootstrap --variant=minbase --include=git,make,ca-certificates "$suite" "$system" \
        ${FRESH_MIRROR:-} >"$system.log" 2>&1 || {
        tail "$system.log" >&2
        exit 1
    }
    rm -f "$system.log"
}

make_system() {
    mkdir -p "$system"
    if [ -f "${FRESH_BASE:-}" ]; then
        tar -C "$system" -xf "$FRESH_BASE"
    else
        bare
        [ -z "${FRESH_BASE:-}" ] || tar -C "$system" -cf "$FRESH_BASE" .
    fi
    if [ -n "${FRESH_CA:-}" ]; then
        cp "$FRESH_CA" "$system/usr/local/share/ca-certificates/fresh.crt"
        chroot "$system" update-ca-certificates >/dev/null 2>&1
    fi
    cp /etc/resolv.conf "$system/etc/resolv.conf"
    case $as in
        root) ;;
        sudo)
            chroot "$system" sh -c 'apt-get update && apt-get install -y sudo' >/dev/null 2>&1
            echo 'clerk ALL=(ALL) NOPASSWD: ALL' >"$system/etc/sudoers.d/clerk"
            ;;
        plain) ;;
    esac
    chroot "$system" useradd --create-home clerk
    git clone --quiet "file://$repository" "$system/home/clerk/orderdesk"
    chroot "$system" chown -R "$(user)" /home/clerk/orderdesk
}

user() { if [ "$as" = root ]; then echo root; else echo clerk; fi; }

start_screen() {
    mkdir -p "$system/tmp/.X11-unix"
    mkfifo "$system.display"
    Xvfb -displayfd 3 -screen 0 1440x900x24 -ac 3>"$system.display" >/dev/null 2>&1 &
    screen_pid=$!
    read -r screen <"$system.display"
    rm -f "$system.display"
    screen=:$screen
}

# Runs the command inside, in its own mounts and processes, so that nothing is left behind.
inside() {
    set -- "$system" "$(user)" "$screen" "$@"
    handed=
    for name in ${FRESH_ENV-CI}; do
        value=$(printenv "$name") && handed="$handed $name=$value"
    done
    # shellcheck disable=SC2016,SC2086  # expanded by the inner shell; one assignment a word
    exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        LANG=C.UTF-8 $handed unshare --mount --pid --fork --kill-child sh -euc '
        system=$1 user=$2 screen=$3
        shift 3
        mount -t proc proc "$system/proc"
        mount --rbind /dev "$system/dev"
        if [ -n "$screen" ]; then
            mount --bind /tmp/.X11-unix "$system/tmp/.X11-unix"
            export DISPLAY=$screen
        fi
        export HOME=/home/clerk
        [ "$user" != root ] || HOME=/root
        exec chroot --userspec="$user:$user" "$system" sh -c "cd /home/clerk/orderdesk && exec \"\$@\"" sh "$@"
    ' sh "$@" </dev/null
}

now() { date +%s; }

wait_for_window() {
    while kill -0 "$inside_pid" 2>/dev/null; do
        # Without --sync the search returns at once; a visible window has a name and is mapped.
        if DISPLAY=$screen xdotool search --onlyvisible --name . >/dev/null 2>&1; then
            return 0
        fi
        sleep 0.2
    done
    return 1
}

[ -d "$system/home/clerk/orderdesk" ] || make_system
report "$(packages) packages, $(megabytes) MB before: $*"
[ -z "${FRESH_DISPLAY:-}" ] || start_screen
started=$(now)
code=0
if [ -n "$screen" ]; then
    (inside "$@") &
    inside_pid=$!
    if wait_for_window; then
        report "a window is up after $(($(now) - started)) s"
        if [ -n "${FRESH_SHOT:-}" ]; then
            sleep 5 # let the first orders arrive
            DISPLAY=$screen import -window root "$FRESH_SHOT"
        fi
    else
        code=0
        wait "$inside_pid" || code=$?
        inside_pid=
        report "ended without a window after $(($(now) - started)) s, exit code $code"
        [ "$code" -ne 0 ] || code=1
    fi
else
    (inside "$@") || code=$?
    report "exit code $code after $(($(now) - started)) s"
fi
report "$(packages) packages, $(megabytes) MB after"
exit "$code"
