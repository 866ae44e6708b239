# shellcheck shell=bash disable=SC2034
# The packages of the system: which ones, and how they are installed. Sourced after _lib.sh, never run; LOG is set then.
# Names are the same on Debian 12 and 13 and on Ubuntu 24.04, but for the browser; tests/bin/test_packages.py asks apt.

PACKAGES_TO_RUN=(libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils)
PACKAGES_OF_PYTHON=(python3 python3-venv)
# libatomic1: the driver of Playwright. systemd: judges the units.
PACKAGES_OF_TESTS=(chromium-headless-shell libatomic1 qpdf strace nginx-light logrotate shellcheck systemd)
PACKAGES_OF_A_SERVICE=(nginx-light)
# pg_dump of a backup; the whole server where that one is meant to stand here.
PACKAGES_OF_POSTGRESQL_CLIENT=(postgresql-client)
PACKAGES_OF_POSTGRESQL=(postgresql postgresql-client)

export DEBIAN_FRONTEND=noninteractive

is_ubuntu() { grep -qx 'ID=ubuntu' "${OS_RELEASE:-/etc/os-release}" 2>/dev/null; }

# Ubuntu's package of the browser is an empty shell around a snap, which cannot be driven as the tests do it.
! is_ubuntu || PACKAGES_OF_TESTS=("${PACKAGES_OF_TESTS[@]:1}")

is_installed() { [[ $(dpkg-query -W -f '${Status}' "$1" 2>/dev/null) == "install ok installed" ]]; }

# missing_of PACKAGES: those that are not installed, on one line.
missing_of() {
    local package
    for package in "$@"; do
        is_installed "$package" || printf '%s ' "$package"
    done
}

# Prints the prefix that makes a command run as root; fails when there is none.
root_prefix() {
    if [ "$(id -u)" = 0 ]; then
        return 0
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then
        echo "sudo -E"
    else
        return 1
    fi
}

apt_get() { (umask 022 && ${SUDO:-} apt-get -q -o DPkg::Lock::Timeout=120 "$@" >>"$LOG" 2>&1 9>&-); }

# The first try uses the package lists at hand; only when that fails are they refreshed.
apt_install() { apt_get install -y --no-install-recommends "$@" || { apt_get update && apt_get install -y --no-install-recommends "$@"; }; }

# install_now PACKAGES
install_now() {
    say "Memasang paket sistem: $*"
    apt_install "$@" || {
        tail -n 15 "$LOG" >&2
        die "Paket sistem gagal dipasang; sebabnya ada di atas dan lengkapnya di $LOG. Periksa sambungan internet, lalu ulangi."
    }
}
