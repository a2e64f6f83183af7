#!/bin/sh
# Sets this checkout up: Python, Qt's system libraries, and a private environment in .venv.
#
#   scripts/setup.sh desk    what the desk needs, windows and fonts included
#   scripts/setup.sh tests   what the tests and the other developer targets need
#   scripts/setup.sh package what packages are made with, in an environment of their own: build/venv
#
# What the system misses is named in one sentence and installed with apt where that may be done
# without a question (as root, or where sudo asks for no password); elsewhere the line to type is
# printed and the exit code is 1. The second run finds the stamp and ends at once.
set -eu

cd "$(dirname "$0")/.."
root=$(pwd -P)
venv=$root/.venv

case "${1:-}" in
    desk) lock=requirements.lock ;;
    tests) lock=requirements-dev.lock ;;
    package)
        # What is frozen is what lies in the environment: nothing of the tests' is to be near.
        lock=requirements-package.lock
        venv=$root/build/venv
        ;;
    *)
        echo "usage: scripts/setup.sh desk|tests|package" >&2
        exit 2
        ;;
esac
stamp=$venv/orderdesk-$1.stamp

say() { printf 'orderdesk: %s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

# The stamp is the lock that was installed, then the checkout's place: a moved checkout starts anew.
stamped() { { cat "$lock" && printf '%s\n' "$root"; } | cmp -s - "$stamp"; }

may_install() { command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

updated=
# apt_install WHAT PACKAGE...: WHAT says in words what is missing.
apt_install() {
    what=$1
    shift
    say "$what missing; installing with apt-get: $*"
    export DEBIAN_FRONTEND=noninteractive
    if [ -z "$updated" ]; then
        # One broken source among many must not stop the set-up; the install below decides.
        as_root apt-get update >"$log" 2>&1 || true
        updated=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null || {
        tail -n 15 "$log" >&2
        fail "apt-get could not install $* (the whole output is in $log)."
    }
}

# need WHAT PACKAGE...: installs, or says the line to type and stops.
need() {
    what=$1
    shift
    if may_install; then
        apt_install "$what" "$@"
    elif command -v apt-get >/dev/null; then
        fail "$what missing; install with: sudo apt-get install -y --no-install-recommends $*"
    else
        fail "$what missing; install what your system calls: $*"
    fi
}

usable() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$python" >/dev/null && usable "$python"; then
            return 0
        fi
    done
    return 1
}

require_python() {
    find_python && return
    need "Python 3.11 or newer with its venv module is" python3 python3-venv
    find_python && return
    # An older release may carry a newer Python beside its own.
    need "Python 3.11 or newer with its venv module is" python3.11 python3.11-venv
    find_python || fail "Python 3.11 or newer is needed, and this system offers none."
}

require_libraries() {
    missing=$("$python" -m orderdesk.preflight "$1")
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086  # one package a word
        need "Qt's system libraries are" $missing
    fi
}

# What is frozen carries Python's library, which Debian keeps in a package of its own.
require_freezing() {
    command -v objdump >/dev/null && command -v strip >/dev/null || need "The binary tools are" binutils
    "$python" -c 'import ctypes, sysconfig; ctypes.CDLL(sysconfig.get_config_var("INSTSONAME"))' \
        2>/dev/null && return
    need "Python's own library is" \
        "$("$python" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')"
}

# Demo orders carry names in many scripts; without a font they show as boxes, and the desk still runs.
offer_fonts() {
    missing=
    if ! command -v fc-list >/dev/null; then
        may_install || return 0
        apt_install "The list of fonts is" fontconfig
    fi
    for pair in ja:fonts-noto-cjk zh-cn:fonts-noto-cjk ko:fonts-noto-cjk \
        ar:fonts-noto-core he:fonts-noto-core hi:fonts-noto-core; do
        package=${pair#*:}
        if [ -z "$(fc-list ":lang=${pair%%:*}" family)" ]; then
            case " $missing " in *" $package "*) ;; *) missing="$missing $package" ;; esac
        fi
    done
    if [ -z "$missing" ]; then
        return 0
    elif may_install; then
        # shellcheck disable=SC2086  # one package a word
        apt_install "Fonts for names in other scripts are" $missing
    else
        say "Fonts for names in other scripts are missing (they show as boxes); to install them:" \
            "sudo apt-get install -y --no-install-recommends$missing"
    fi
}

install_packages() {
    if ! { [ -x "$venv/bin/python" ] && "$venv/bin/python" -c 'import pip' 2>/dev/null; }; then
        "$python" -m venv --clear "$venv"
    fi
    say "installing the Python packages of $lock into ${venv#"$root"/} (the first time some 100 MB)"
    # Hashes pin the contents; wheels only, so that nothing is built and nothing unlisted fetched.
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: --requirement "$lock" ||
        fail "the Python packages could not be installed; the lines above say why."
    # The checkout itself, editable, without a build: a path entry and a command.
    site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$root" >"$site/orderdesk-checkout.pth"
    printf '#!/bin/sh\nexec "%s/bin/python" -m orderdesk "$@"\n' "$venv" >"$venv/bin/orderdesk"
    chmod +x "$venv/bin/orderdesk"
    { cat "$lock" && printf '%s\n' "$root"; } >"$stamp"
}

if stamped && "$venv/bin/python" -c '' 2>/dev/null; then
    exit 0
fi
log=$(mktemp "${TMPDIR:-/tmp}/orderdesk-setup.XXXXXX")
require_python
case "$1" in
    package)
        require_libraries desk
        require_freezing
        ;;
    *) require_libraries "$1" ;;
esac
[ "$1" != desk ] || offer_fonts
install_packages
rm -f "$log"
