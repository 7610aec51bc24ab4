#!/bin/sh
# Starts everything, waits until all of it is ready, and says where things are.
set -eu

compose=$(dirname "$0")/compose.sh
# Seconds for what Compose itself does not wait for, because nothing depends on it.
PATIENCE=120

containers() {
  "$compose" ps --quiet
}

# Those with a health check that are not healthy.
unready() {
  docker inspect --format '{{with .State.Health}}{{.Status}}{{end}} {{.Name}}' $(containers) | sed -n '/^healthy/d; s|^..* /||p'
}

# published SERVICE PORT: the address, where the service runs
published() {
  container=$("$compose" ps --quiet "$1" 2> /dev/null || :)
  [ -z "$container" ] || docker port "$container" | sed -n "s|^$2/tcp -> [0-9.]*:|http://127.0.0.1:|p"
}

# row NAME VALUE: a line of the table, if there is a value
row() {
  [ -z "$2" ] || printf '  %-20s%s\n' "$1" "$2"
}

"$compose" up --detach --remove-orphans
deadline=$(($(date +%s) + PATIENCE))
while waiting=$(unready) && [ -n "$waiting" ]; do
  [ "$(date +%s)" -lt "$deadline" ] || { echo "Not ready after $PATIENCE s, see make logs:" $waiting >&2; exit 1; }
  sleep 1
done

api=$(published api-gateway '[0-9]*')
printf '\nReady\n\n'
row 'API' "$api"
row 'Documentation' "$api/docs"
row 'RabbitMQ' "$(published rabbitmq 15672), user messenger, RABBITMQ_PASSWORD of .env"
row 'Mails' "$(published mailpit 8025)"
row 'Dashboards' "$(published grafana 3000)"
row 'Prometheus' "$(published prometheus 9090)"
row 'Traces' "$(published jaeger 16686)"
row 'Logs' 'make logs'
row 'To stop' 'make down; the data stay in volumes'
