#!/bin/sh
# Docker Compose: the plugin of Docker where there is one, or else the older program.
set -eu

"$(dirname "$0")/expect-docker.sh"
if docker compose version > /dev/null 2>&1; then
  exec docker compose "$@"
fi
command -v docker-compose > /dev/null || { echo 'Docker Compose is missing: version 2 or 1.29 will do' >&2; exit 1; }
exec docker-compose "$@"
