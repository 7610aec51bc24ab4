#!/bin/sh
# A few pods of a new version beside the stable ones, behind the same Service: docs/releasing.md.
# canary.sh deploy APP VERSION WEIGHT | promote APP | abort APP
. "$(dirname "$0")/kubernetes.sh"
. "$scripts/observe.sh"
. "$scripts/route.sh"
step=$1 app=${2:-} version=${3:-} weight=${4:-}
expect_app

deploy() {
  expect_version
  case $weight in
    [1-9] | [1-9][0-9]) ;;
    *) fail "WEIGHT is the canary's share of the pods, 1 to 99 percent; for all of them: make canary-promote APP=$app" ;;
  esac
  case $(mode) in
    plain | canary) ;;
    'not installed') refuse 'there is nothing to compare a canary with' ;;
    *) refuse 'it is released by colours, so that a canary would get no traffic' ;;
  esac
  stable=$(replicas_of stable)
  pods=$(((stable * weight + 99 - weight) / (100 - weight)))
  say "$app: $version on $pods pods beside $stable of the stable version$(share)"
  [ "$(version_of canary)" = "$version" ] || migrate
  apply_release canary
  scale canary "$pods"
  wait_for canary || give_up "$version does not get ready"
  route_to "$weight"
  [ -n "${DRY_RUN:-}" ] || observe
}

# What so many pods can give, where that is not what was asked for.
share() {
  [ -z "$(routed)" ] || return 0
  possible=$((100 * pods / (stable + pods)))
  [ "$possible" -eq "$weight" ] || echo ": that is $possible %, since $weight % of so few pods cannot be had"
}

observe() {
  take_verdict || give_up "$version cannot be measured: $(cat "$seen/problems")"
  case $verdict in
    good) say "It does as well as the stable version: raise its WEIGHT, or make canary-promote APP=$app" ;;
    bad) give_up "$version has failed" ;;
    *) fail "Too few requests to tell: it runs on; make canary-deploy again, or make canary-abort APP=$app" ;;
  esac
}

give_up() {
  ask logs "deployment/$app-canary" --tail 20 || :
  abort
  fail "$1; the canary is gone, the stable version runs alone"
}

promote() {
  version=$(version_of canary)
  [ -n "$version" ] || refuse 'there is no canary'
  say "$app: $version becomes the stable version"
  apply_release stable
  wait_for stable || fail "stable is not ready as $version, the canary runs on: $(leads_on canary)"
  abort
}

abort() {
  route_to_all
  delete_releases canary
  say "$app: the stable version runs alone"
}

case $step in
  deploy | promote | abort) "$step" ;;
  *) fail "There is no step $step" ;;
esac
