# shellcheck shell=bash disable=SC2034 # what others read
# What bin/install-service and bin/upgrade share: how a release comes to its place, and which one is in force.
# Sourced after _lib.sh, never run. DEST goes before every path; it is empty on a real machine.

DEST=${DEST:-}
RELEASES=$DEST/opt/sakip/releases
CURRENT=$DEST/opt/sakip/current
SETTINGS=$DEST/etc/sakip
STATE=$DEST/var/lib/sakip
ACCOUNT=sakip

# git refuses another account's checkout, which root here only reads.
git_of() { git -c safe.directory="$(cd "$1" && pwd -P)" -C "$1" "${@:2}"; }

is_checkout() { [ -e "$1/.git" ] && git_of "$1" rev-parse --git-dir >/dev/null 2>&1; }

# version_in SOURCE [COMMIT]: the version that pyproject.toml states.
version_in() {
    if is_checkout "$1"; then git_of "$1" show "${2:-HEAD}:pyproject.toml"; else cat "$1/pyproject.toml"; fi |
        sed -n 's/^version = "\([0-9A-Za-z.]*\)"$/\1/p' | head -n 1
}

# release_name SOURCE [COMMIT]: the version, and the commit behind it where that is not the one tagged with the version.
release_name() {
    local version commit
    version=$(version_in "$@")
    [ -n "$version" ] || die "Tidak ada nomor versi di $1/pyproject.toml. Periksa apakah folder itu memang SAKIP."
    if ! is_checkout "$1"; then
        echo "$version"
        return
    fi
    commit=$(git_of "$1" rev-parse --verify --quiet "${2:-HEAD}^{commit}") || die "Tidak ada \"${2:-HEAD}\" di $1."
    if [ "$(git_of "$1" rev-parse --verify --quiet "v$version^{commit}")" = "$commit" ]; then
        echo "$version"
    else
        echo "$version+g${commit:0:10}"
    fi
}

# What stands in the folder of a release once all of it is there.
placed_mark() { echo "$RELEASES/$1/.placed"; }

is_placed() { [ -f "$(placed_mark "$1")" ]; }

# export_tree SOURCE FOLDER COMMIT: what is committed; all but what was generated, where SOURCE is no checkout.
export_tree() {
    if is_checkout "$1"; then
        git_of "$1" -c tar.umask=0022 archive --format=tar "$3"
    else
        tar -C "$1" --exclude=./var --exclude=./.venv --exclude=./collected --exclude=./sakip.env -cf - .
    fi | tar -C "$2" --no-same-owner --no-same-permissions -xf -
}

# placed_python NAME ARGUMENTS: the interpreter of a release without settings and secrets.
placed_python() { (cd "$RELEASES/$1" && env -i PATH="$PATH" LC_ALL=C.UTF-8 SAKIP_ENV_FILE= ".venv/bin/python" "${@:2}"); }

# place_release SOURCE NAME [COMMIT]: code, .venv and collected static files below RELEASES/NAME, which everybody may
# read and root alone may write. One that is there is left as it is; one that was cut off is made anew.
place_release() {
    local folder=$RELEASES/$2
    if is_placed "$2"; then
        say "Rilis $2: sudah ada di $folder"
        return
    fi
    say "Menaruh rilis $2 di $folder"
    rm -rf "$folder"
    (
        umask 022
        mkdir -p "$folder"
        export_tree "$1" "$folder" "${3:-HEAD}"
        "$folder/bin/setup" --release
        ln -s "$SETTINGS/sakip.env" "$folder/sakip.env"
        mkdir "$folder/collected"
        placed_python "$2" manage.py collectstatic --noinput --verbosity 0
        placed_python "$2" -m compileall -q sakip indicators reports
        # What commands of ours make is nobody else's; here it is everybody's but for the log of the installation.
        chmod -R a+rX "$folder"
        chmod 700 "$folder/var"
        sync -f "$folder"
        touch "$(placed_mark "$2")"
    )
}

# The name of the release in force; nothing when there is none.
release_in_force() { [ ! -L "$CURRENT" ] || basename "$(readlink "$CURRENT")"; }

# switch_to NAME: at no moment is there no release in force.
switch_to() {
    is_placed "$1" || die "Rilis $1 belum lengkap di $RELEASES, jadi tidak diberlakukan."
    [ "$(release_in_force)" != "$1" ] || return 0
    rm -f "$CURRENT.new"
    ln -s "releases/$1" "$CURRENT.new"
    mv -T "$CURRENT.new" "$CURRENT"
    sync "$(dirname "$CURRENT")"
    CHANGED=yes
    say "Rilis yang berlaku: $1"
}

# apart NAME COMMAND...: with no part in the caller's terminal, which the interpreter of the release NAME sees to.
apart() { "$RELEASES/$1/.venv/bin/python" -I "$ROOT/bin/_apart.py" "${@:2}"; }

# as_account NAME GROUP URL COMMAND...: apart, as the account that serves, with nothing of the caller's environment; URL,
# unless it is blank, is its DATABASE_URL. Never as words of `env`, which everybody on the machine can read.
as_account() (
    # shellcheck disable=SC2046 # names, one to a word
    export -n $(compgen -e)
    export PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=$STATE TERM=${TERM:-dumb}
    [ -z "$3" ] || export DATABASE_URL=$3
    become=(setpriv --pdeathsig TERM) # what is switched to ends with whoever switched
    [ -n "$DEST" ] || become+=(--reuid "$ACCOUNT" --regid "$2" --groups "$ACCOUNT")
    apart "$1" "${become[@]}" -- "${@:4}"
)

# manage NAME ARGUMENTS: manage.py of a release, with the settings of sakip.env.
manage() { as_account "$1" "$ACCOUNT" '' "$RELEASES/$1/.venv/bin/python" "$RELEASES/$1/manage.py" "${@:2}"; }

# The database as its owner sees it, where owner.env names him.
owner_url() { variable_in "$SETTINGS/owner.env" DATABASE_URL; }

# manage_as_owner NAME ARGUMENTS: the same as the owner of the tables, where owner.env names him. Its group is another
# one than the services', which could else read his password in the environment of a process of the same account.
manage_as_owner() {
    as_account "$1" nogroup "$(owner_url)" "$RELEASES/$1/.venv/bin/python" "$RELEASES/$1/manage.py" "${@:2}"
}
