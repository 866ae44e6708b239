# shellcheck shell=bash disable=SC2034
# What bin/setup, bin/run, bin/test and .ci/run share. Sourced, never run.
set -euo pipefail
umask 077 # what is made under var/ is nobody else's

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
VENV="$ROOT/.venv"
VAR="$ROOT/var"
PY="$VENV/bin/python"

say() { printf '==> %s\n' "$*"; }

die() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# unquoted VALUE: what the program takes a value of a file of settings for (sakip/environment_file.py); fails where it
# refuses it.
unquoted() {
    local bare="^[^'\"\\\\][^\\\\]*$" single="^'([^']*)'$" double='^"(([^"\\]|\\.)*)"$'
    if [[ -z "$1" || "$1" =~ $bare ]]; then
        printf '%s\n' "$1"
    elif [[ "$1" =~ $single ]]; then
        printf '%s\n' "${BASH_REMATCH[1]}"
    elif [[ "$1" =~ $double ]]; then
        sed -E 's/\\(["\\`$])/\1/g' <<<"${BASH_REMATCH[1]}"
    else
        return 1
    fi
}

# variable_in FILE NAME: what a file of settings says, read as the program reads it; nothing when it says nothing.
variable_in() {
    [ -f "$1" ] || return 0
    local line found='' LC_ALL=C # a blank is a space or a tab, and a letter one byte
    local wanted="^[[:blank:]]*$2=[[:blank:]]*(.*[^[:blank:]])?[[:blank:]]*\$"
    while IFS= read -r line; do
        if [[ "$line" =~ $wanted ]]; then found=$(unquoted "${BASH_REMATCH[1]}") || found=''; fi
    done < <(tr '\r' '\n' <"$1" && echo)
    [ -z "$found" ] || printf '%s\n' "$found"
}

# pin_project FOLDER: a project for uv whose versions are those of the lock files.
pin_project() {
    local pins
    pins=$(sed -nE 's/^([A-Za-z0-9._-]+)(\[[^]]*\])?==([^ ;]+).*/"\1==\3", /p' "$ROOT/requirements-dev.lock" | tr -d '\n')
    sed "s/^\[tool\.uv\]\$/&\nenvironments = [\"sys_platform == 'linux' and platform_python_implementation == 'CPython'\"]\nconstraint-dependencies = [$pins]/" \
        "$ROOT/pyproject.toml" >"$1/pyproject.toml"
}

# True when something accepts connections on this port of the loopback address.
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A port of the loopback address that nobody uses at this moment.
free_port() {
    "$PY" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# require_free_port VALUE: a sentence when VALUE is no port or is in use.
require_free_port() {
    if ! [[ "$1" =~ ^[0-9]{1,5}$ ]] || ((10#$1 < 1 || 10#$1 > 65535)); then
        die "PORT=\"$1\" bukan nomor port. Isi dengan angka 1 sampai 65535, misalnya: PORT=8080 bin/run"
    fi
    if port_is_taken "$1"; then
        die "Port $1 sudah dipakai program lain. Hentikan program itu atau pilih port lain, misalnya: PORT=$((10#$1 < 65535 ? 10#$1 + 1 : 8000)) bin/run"
    fi
}
