# shellcheck shell=sh
# Compares a canary with the stable version: by the metrics of their pods, and by probes from outside, which also notice an
# event loop that is blocked before the pod begins to measure a request.
. "$scripts/tunnel.sh"

# Seconds of one look, and how many looks there are until it has had enough requests.
OBSERVE_SECONDS=${OBSERVE_SECONDS:-60}
LOOKS=${LOOKS:-5}
MIN_REQUESTS=${MIN_REQUESTS:-100}
# Percentage points by which its share of failed and of slow requests may pass stable's.
MAX_FAILED=${MAX_FAILED:-1}
MAX_SLOW=${MAX_SLOW:-5}

# Sets verdict; fails where something cannot be measured, with the reason in $seen/problems.
take_verdict() {
  seen=$(mktemp -d)
  trap 'rm -rf "$seen"' EXIT
  verdict='too few' looks=0
  measured before > "$seen/before" 2> "$seen/problems" || return 1
  while [ "$verdict" = 'too few' ] && [ "$looks" -lt "$LOOKS" ]; do
    looks=$((looks + 1))
    say "Watching it for $OBSERVE_SECONDS s"
    probed >> "$seen/probes" 2> "$seen/problems" || return 1
    measured after > "$seen/after" 2> "$seen/problems" || return 1
    judgement=$(judge)
    echo "$judgement"
    verdict=${judgement##*: }
  done
}

judge() {
  cat "$seen/before" "$seen/after" "$seen/probes" |
    awk -v max_failed="$MAX_FAILED" -v max_slow="$MAX_SLOW" -v min_requests="$MIN_REQUESTS" -f "$scripts/judge-canary.awk"
}

# Both at the same time, under the same conditions.
probed() {
  "$scripts/probe.sh" "$app" stable "$OBSERVE_SECONDS" &
  stable_probe=$!
  "$scripts/probe.sh" "$app" canary "$OBSERVE_SECONDS" || return 1
  wait "$stable_probe"
}

measured() {
  for release in stable canary; do
    metrics=$(metrics_of "$release") || return 1
    printf '%s %s %s\n' "$1" "$release" "$(printf '%s\n' "$metrics" | awk -f "$scripts/sum-metrics.awk")"
  done
}

metrics_of() {
  pods=$(running_pods "$1")
  [ -n "$pods" ] || fail "no pod of $1 runs"
  for pod in $pods; do
    open_tunnel "$pod" 9090
    curl --silent --show-error --fail --max-time 10 "http://$address/metrics" || fail "no metrics of $pod"
    close_tunnel
  done
}
