#!/bin/sh
# Resolves the three locks with uv: one resolution for Linux, macOS and Windows on every supported
# Python, with hashes and without addresses. Arguments go to uv (--upgrade takes newer versions).
set -eu

cd "$(dirname "$0")/.."

compile() {
    output=$1
    shift
    # --no-config and the emptied variables keep this machine's indexes out of the resolution file.
    env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
        uv pip compile pyproject.toml --no-config --quiet --universal --python-version 3.11 \
        --generate-hashes --custom-compile-command "make lock" --output-file "$output" "$@"
}

compile requirements.lock "$@"
# The developers' lock holds the same versions and adds the tools.
compile requirements-dev.lock --group dev --constraint requirements.lock "$@"
# So does the lock of what makes the packages, with the tools for that.
compile requirements-package.lock --group package --constraint requirements.lock "$@"
