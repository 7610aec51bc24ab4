#!/bin/sh
# Runs a program of a service where the stack is: on this machine, or in the containers of docker-compose.yml.
# operate.sh PROGRAM SERVICE [ARGUMENT...]
set -eu
program=$1 service=$2
shift 2
scripts=$(dirname "$0")

where=$("$scripts/where.sh" "$service")
if [ "$where" = here ]; then
  make --silent build
  exec node --enable-source-maps "dist/$service/apps/$service/src/$program.js" "$@"
fi
exec "$scripts/containers/compose.sh" exec -T "$service" node "$program.js" "$@"
