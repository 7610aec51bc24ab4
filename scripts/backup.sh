#!/bin/sh
# backup.sh FILE: everything of the stack that runs here or in containers in one file, with checksums; with PASSPHRASE set
# it is encrypted. The stack may be in use: the file shows one moment of it.
set -eu
umask 077
file=${1:?FILE= names the backup}
data=${DATA_DIR:-.data}
scripts=$(dirname "$0")
where=$("$scripts/where.sh" auth-service)
work=$(mktemp -d)
trap 'rm -rf "$work" "$work.tar" "$file.new"' EXIT

seal() {
  if [ -z "${PASSPHRASE:-}" ]; then cat; else openssl enc -aes-256-cbc -pbkdf2 -iter 600000 -salt -pass env:PASSPHRASE; fi
}

if [ "$where" = here ]; then
  node --import tsx "$scripts/../tools/backup/backup.ts" "$data" "$work"
else
  cp .env "$work/env"
  "$scripts/containers/compose.sh" exec -T postgres pg_dump --username postgres --format custom messenger > "$work/dump"
fi
(cd "$work" && sha256sum * > SHA256SUMS)
tar -C "$work" -cf "$work.tar" .
seal < "$work.tar" > "$file.new"
mv "$file.new" "$file"
echo "The backup is in $file"
