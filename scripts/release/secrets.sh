#!/bin/sh
# Prints every secret that the manifests name, with new random values: secrets.sh | kubectl apply --filename -
# Where they exist already they would change: keep what this prints somewhere safe, and run it once.
set -eu
. "$(dirname "$0")/services.sh"

random() {
  openssl rand -hex 24
}

secret() {
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  namespace: %s\ntype: %s\nstringData:\n' \
    "$1" "${NAMESPACE:-messenger}" "$2"
}

credentials() {
  secret "$1" kubernetes.io/basic-auth
  printf '  username: %s\n  password: "%s"\n' "$2" "$3"
}

# role SECRET ROLE VARIABLE: what the role logs in with, and the URL as the app or its migration reads it.
role() {
  password=$(random)
  credentials "$1" "$2" "$password"
  printf '  %s: postgres://%s:%s@postgres-rw:5432/messenger\n' "$3" "$2" "$password"
}

echo "$roles" | while read -r name role variable; do role "$name" "$role" "$variable"; done

secret auth-service Opaque
printf '  SIGNING_KEY_SECRET: %s\n' "$(openssl rand -base64 32)"
secret chat-service Opaque
printf '  SENT_TEXT_SECRET: %s\n' "$(openssl rand -base64 32)"

# The operators make these two by themselves.
if [ "${OVERLAY:-production}" = local ]; then
  credentials postgres-superuser postgres "$(random)"
  credentials rabbitmq-default-user messenger "$(random)"
fi
