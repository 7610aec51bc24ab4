#!/bin/sh
# Asks a pod of a release for its health, four times a second, as a client sees it; prints
# "probed RELEASE total failed slow".
# probe.sh APP RELEASE SECONDS
. "$(dirname "$0")/kubernetes.sh"
. "$scripts/tunnel.sh"
app=$1 release=$2
PROBE_SECONDS=${PROBE_SECONDS:-0.25}
count=${PROBES:-$(($3 * 4))}

ask_for_health() {
  while [ "$count" -gt 0 ]; do
    count=$((count - 1))
    curl --silent --output /dev/null --max-time 5 --write-out '%{http_code} %{time_total}\n' "http://$address/healthz" || :
    sleep "$PROBE_SECONDS"
  done
}

pod=$(running_pods "$release" | head -n 1)
[ -n "$pod" ] || fail "no pod of $release runs"
open_tunnel "$pod" 9090
ask_for_health | awk -v release="$release" '
  $1 != 200 { failed++ }
  $1 != 200 || $2 > 0.25 { slow++ }
  END { print "probed", release, NR, failed + 0, slow + 0 }'
