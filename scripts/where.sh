#!/bin/sh
# where.sh SERVICE: "here" where make run or make dev is alive, or servers are named; "containers" where make up is.
set -eu
if [ -n "${AMQP_URL:-}${DATABASE_URL:-}" ]; then echo here; exit; fi
pid=$(sed -n 's/^{"pid":\([0-9]*\).*/\1/p' "${DATA_DIR:-.data}/supervisor" 2> /dev/null || :)
if [ -n "$pid" ] && kill -0 "$pid" 2> /dev/null; then echo here; exit; fi
if [ -n "$("$(dirname "$0")/containers/compose.sh" ps --quiet "$1" 2> /dev/null || :)" ]; then echo containers; exit; fi
echo "$1 runs neither here (make run) nor in containers (make up)" >&2
exit 1
