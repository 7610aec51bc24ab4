#!/bin/sh
# Runs a program of a service where the stack is: on this machine, or in the containers of docker-compose.yml.
# operate.sh PROGRAM SERVICE [ARGUMENT...]
set -eu
program=$1 service=$2
shift 2
compose=$(dirname "$0")/containers/compose.sh

# Whether servers are named, or make run or make dev is alive.
is_here() {
  [ -z "${AMQP_URL:-}${DATABASE_URL:-}" ] || return 0
  pid=$(sed -n 's/^{"pid":\([0-9]*\).*/\1/p' .data/supervisor 2> /dev/null || :)
  [ -n "$pid" ] && kill -0 "$pid" 2> /dev/null
}

is_in_containers() {
  [ -n "$("$compose" ps --quiet "$service" 2> /dev/null || :)" ]
}

if is_here; then
  make --silent build
  exec node --enable-source-maps "dist/$service/apps/$service/src/$program.js" "$@"
fi
if is_in_containers; then exec "$compose" exec -T "$service" node "$program.js" "$@"; fi
echo "$service runs neither here (make run) nor in containers (make up)" >&2
exit 1
