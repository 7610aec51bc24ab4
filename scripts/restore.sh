#!/bin/sh
# restore.sh FILE: puts a backup into an empty data folder (make run) or empty volumes (make up), in which nothing runs.
# With PASSPHRASE where it was made with one.
set -eu
umask 077
file=${1:?FILE= names the backup}
data=${DATA_DIR:-.data}
scripts=$(dirname "$0")
compose=$scripts/containers/compose.sh
work=$(mktemp -d)
trap 'rm -rf "$work" "$work.tar"' EXIT

unseal() {
  if [ -z "${PASSPHRASE:-}" ]; then cat; else openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -pass env:PASSPHRASE; fi
}

# secrets FILE: those without which the rows are of no use
secrets() {
  grep -E '^(SIGNING_KEY|SENT_TEXT)_SECRET=' "$1" | sort
}

if ! unseal < "$file" > "$work.tar" 2> /dev/null || ! tar -C "$work" -xf "$work.tar" 2> /dev/null; then
  echo "$file is no backup, or has another passphrase" >&2
  exit 1
fi
(cd "$work" && sha256sum --check --quiet SHA256SUMS)

if [ -f "$work/rows.gz" ]; then
  make --silent build
  node --import tsx "$scripts/../tools/backup/restore.ts" "$data" "$work"
  exit
fi
[ -f .env ] || cp "$work/env" .env
if [ "$(secrets .env)" != "$(secrets "$work/env")" ]; then
  echo 'SIGNING_KEY_SECRET and SENT_TEXT_SECRET of .env are not those of the backup' >&2
  exit 1
fi
"$compose" up --detach --wait postgres
"$compose" run --rm provisioning
"$compose" exec -T postgres pg_restore --username postgres --dbname messenger --exit-on-error --single-transaction --clean --if-exists < "$work/dump"
echo 'Restored: make up starts it'
