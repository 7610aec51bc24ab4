#!/bin/sh
# A few pods of a new version beside the stable ones, behind the same Service: docs/releasing.md.
# canary.sh deploy APP VERSION WEIGHT | promote APP | abort APP
. "$(dirname "$0")/kubernetes.sh"
. "$scripts/tunnel.sh"
step=$1 app=${2:-} version=${3:-} weight=${4:-}
expect_app

# Seconds of one look, and how many looks there are until it has had enough requests.
OBSERVE_SECONDS=${OBSERVE_SECONDS:-60}
LOOKS=${LOOKS:-5}
MIN_REQUESTS=${MIN_REQUESTS:-100}
# Percentage points by which its share of failed and of slow requests may pass stable's.
MAX_FAILED=${MAX_FAILED:-1}
MAX_SLOW=${MAX_SLOW:-5}

version_of_canary() {
  ask get deployment "$app-canary" --ignore-not-found --output 'jsonpath={.spec.template.spec.containers[0].image}' |
    sed 's/.*://'
}

deploy() {
  expect_version
  case $weight in
    [1-9] | [1-9][0-9]) ;;
    *) fail "WEIGHT is the canary's share of the pods, 1 to 99 percent; for all of them: make canary-promote APP=$app" ;;
  esac
  [ -z "$(pinned_release)" ] || fail "$app is released by colours: make blue-green-deploy"
  stable=$(replicas_of stable)
  pods=$(((stable * weight + 99 - weight) / (100 - weight)))
  say "$app: $version on $pods pods beside $stable of the stable version"
  [ "$(version_of_canary)" = "$version" ] || migrate
  apply_release canary
  scale canary "$pods"
  wait_for canary || give_up
  [ -n "${DRY_RUN:-}" ] || observe
}

observe() {
  verdict='too few' look=0
  before=$(both_measured)
  while [ "$verdict" = 'too few' ] && [ "$look" -lt "$LOOKS" ]; do
    look=$((look + 1))
    say "Watching it for $OBSERVE_SECONDS s"
    sleep "$OBSERVE_SECONDS"
    judgement=$(printf '%s\n' "$before" "$(both_measured)" | judge)
    echo "$judgement"
    verdict=${judgement##*: }
  done
  case $verdict in
    good) say "It does as well as the stable version: raise its WEIGHT, or make canary-promote APP=$app" ;;
    bad) give_up ;;
    *) fail "Too few requests to tell: it runs on; canary-deploy again, or make canary-abort APP=$app" ;;
  esac
}

give_up() {
  ask logs "deployment/$app-canary" --tail 20 || :
  abort
  fail "$version has failed"
}

judge() {
  awk -v max_failed="$MAX_FAILED" -v max_slow="$MAX_SLOW" -v min_requests="$MIN_REQUESTS" -f "$scripts/judge-canary.awk"
}

both_measured() {
  measured stable
  measured canary
}

measured() {
  metrics=$(metrics_of "$1")
  printf '%s\n' "$metrics" | awk -f "$scripts/sum-metrics.awk"
}

metrics_of() {
  pods=$(ask get pods --selector "app.kubernetes.io/name=$app,release=$1" --field-selector status.phase=Running --output name)
  for pod in $pods; do
    open_tunnel "$pod" 9090
    curl --silent --show-error --fail --max-time 10 "http://$address/metrics"
    close_tunnel
  done
}

promote() {
  version=$(version_of_canary)
  [ -n "$version" ] || fail "$app has no canary"
  say "$app: $version becomes the stable version"
  apply_release stable
  wait_for stable
  delete_release canary
}

abort() {
  delete_release canary
  say "$app: the stable version runs alone"
}

case $step in
  deploy | promote | abort) "$step" ;;
  *) fail "There is no step $step" ;;
esac
