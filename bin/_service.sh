# shellcheck shell=bash disable=SC2034 # what others read
# What bin/install-service and bin/upgrade share about the services of an installation. Sourced after _release.sh.

SOCKET=$DEST/run/sakip/web.sock
CHANGED=no # whether what runs has to be restarted
UNITS=(sakip-web.socket sakip-web.service sakip-worker.service)

systemd_runs() { [ -z "$DEST" ] && [ -d /run/systemd/system ]; }

# control ARGUMENTS: systemctl, where systemd runs; else what is to be done once it does.
control() {
    if systemd_runs; then
        systemctl --quiet "$@"
    else
        say "systemd tidak berjalan di sini. Nanti jalankan: systemctl $*"
    fi
}

# give OWNER:GROUP PATHS. A trial below another root has the accounts of nobody.
give() { [ -n "$DEST" ] || chown "$@"; }

# put_file SOURCE TARGET MODE: as one step, and only when something changes.
put_file() {
    if cmp -s "$1" "$2" && [ "$(stat -c %a "$2")" = "$3" ]; then return; fi
    install -D -m "$3" "$1" "$2.new"
    mv -T "$2.new" "$2"
    CHANGED=yes
    say "Ditulis: $2"
}

# put_link TARGET NAME
put_link() {
    [ "$(readlink "$2")" != "$1" ] || return 0
    mkdir -p "$(dirname "$2")"
    ln -sfn "$1" "$2"
    say "Ditautkan: $2"
}

# install_units NAME: the units of a release, and the command `sakip`.
install_units() {
    local unit
    for unit in "${UNITS[@]}" sakip-.service.d/10-account.conf; do
        put_file "$RELEASES/$1/deploy/$unit" "$DEST/etc/systemd/system/$unit" 644
    done
    put_link "$CURRENT/bin/sakip" "$DEST/usr/local/bin/sakip"
    control daemon-reload
}

# value_of NAME: what sakip.env says.
value_of() { variable_in "$SETTINGS/sakip.env" "$1"; }

# role_in URL: as which role of PostgreSQL an address signs in.
role_in() { sed -n 's#^\(postgres\|postgresql\|pgsql\)://\([^:@/]*\).*@.*#\2#p' <<<"$1"; }

# The role that the application signs in as.
runtime_role() { role_in "$(value_of DATABASE_URL)"; }

# The folder in which the files lie, as the program finds it; nothing where they lie in a bucket.
files_folder() {
    local folder
    [ -z "$(value_of FILES_S3_BUCKET)" ] || return 0
    folder=$(value_of VAR_DIR) folder=${folder:-$STATE} folder=${folder%/}/media
    [ -z "$(value_of MEDIA_ROOT)" ] || folder=$(value_of MEDIA_ROOT)
    [[ "$folder" = /* ]] || folder=$CURRENT/$folder
    printf '%s\n' "${folder%/}"
}

# status_of PATH: with which status the application itself answers, past nginx; 000 when it does not.
status_of() {
    local address
    address=$(value_of PUBLIC_BASE_URL)
    "$CURRENT/.venv/bin/python" -I - "$SOCKET" "${address#*://}" "$1" <<'EOP'
import http.client
import socket
import sys

path, host, address = sys.argv[1:]
connection = http.client.HTTPConnection(host, timeout=30)
connection.sock = socket.socket(socket.AF_UNIX)
try:
    connection.sock.connect(path)
    connection.request("GET", address, headers={"X-Forwarded-Proto": "https"})
    print(connection.getresponse().status)
except (OSError, http.client.HTTPException):
    print("000")
EOP
}
