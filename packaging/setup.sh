#!/bin/sh
# All the set-up on a fresh machine: sh packaging/setup.sh [test]
#
# Installs the Debian packages that are missing (asking for the password where sudo does), makes the virtual
# environment .venv and installs Mediasearch into it; with "test" also what its tests need.  Elsewhere than on Debian
# and its relatives only the virtual environment is made.  Run it again at any time.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-}

# A compiler and headers for hnswlib, which comes as source; what Qt's xcb plugin loads.
packages="python3-venv python3-dev g++ libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0 libx11-6
    libx11-xcb1 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1
    libxcb-xfixes0 libxcb-xkb1"
# Fonts for tests that paint Chinese; a screen, and hands, for those that use the window as a person does.
[ "$kind" = test ] && packages="$packages fonts-dejavu-core fonts-droid-fallback xdotool xvfb"

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    missing=""
    for package in $packages; do
        # A package that was renamed (libglib2.0-0t64) is there when it provides the old name.
        dpkg-query -W -f '${Status} ${Provides}\n' "$package" "${package}t64" 2>/dev/null | grep -q '^install ok installed' ||
            missing="$missing $package"
    done
    if [ -n "$missing" ]; then
        if [ "$(id -u)" = 0 ]; then
            as_root=""
        elif command -v sudo >/dev/null; then
            as_root="sudo"
        else
            echo "Missing packages, please have them installed:$missing" >&2
            exit 1
        fi
        echo "Installing:$missing"
        export DEBIAN_FRONTEND=noninteractive
        $as_root apt-get update -q
        # shellcheck disable=SC2086 # one word a package
        $as_root apt-get install -qy --no-install-recommends $missing
    fi
fi

[ -x .venv/bin/python ] || python3 -m venv .venv
if [ "$kind" = test ]; then
    .venv/bin/python -m pip install -e '.[test]'
else
    .venv/bin/python -m pip install .
fi
