#!/bin/sh
# Writes .env: .env.example with new secrets in the place of its examples.
set -eu

umask 077
trap 'rm -f .env.new' EXIT
while IFS= read -r line; do
  case $line in
    [A-Z]*_PASSWORD=*) echo "${line%%=*}=$(openssl rand -hex 24)" ;;
    SIGNING_KEY_SECRET=* | SENT_TEXT_SECRET=*) echo "${line%%=*}=$(openssl rand -base64 32)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done < .env.example > .env.new
mv .env.new .env
echo 'New secrets are in .env'
