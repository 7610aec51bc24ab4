# shellcheck shell=sh
# How an app is released at the moment, read from the cluster each time: nothing else stores it.

# A line for each release: its name, its version, how many pods it should have, and how many of them are ready.
releases() {
  lines=$(ask get deployments --selector "app.kubernetes.io/name=$app,release" --output "jsonpath=$RELEASE_LINE") || return 1
  while read -r name image pods ready; do
    [ -z "$name" ] || echo "$name ${image##*:} $pods ${ready:-0}"
  done << LINES
$lines
LINES
}
RELEASE_LINE='{range .items[*]}{.metadata.labels.release} {.spec.template.spec.containers[0].image} '
RELEASE_LINE=$RELEASE_LINE'{.spec.replicas} {.status.readyReplicas}{"\n"}{end}'

version_of() {
  releases | while read -r name version _; do [ "$name" != "$1" ] || echo "$version"; done
}

replicas_of() {
  releases | while read -r name _ pods _; do [ "$name" != "$1" ] || echo "$pods"; done
}

# The release that the Service has been pinned to; nothing where it takes all pods of the app.
pinned_release() {
  ask get service "$app" --ignore-not-found --output 'jsonpath={.spec.selector.release}'
}

# The release that the traffic of an app goes to, whatever canary is beside it; stable where the pinned one is gone.
live_release() {
  pinned=$(pinned_release)
  if [ -n "$(version_of "${pinned:-none}")" ]; then echo "$pinned"; else echo stable; fi
}

# The release that the preview Service selects; nothing where its Deployment is gone.
candidate() {
  candidate=$(ask get service "$app-preview" --ignore-not-found --output 'jsonpath={.spec.selector.release}')
  [ -z "$(version_of "${candidate:-none}")" ] || echo "$candidate"
}

# Nothing where the cluster does not answer.
mode() {
  all=$(releases) || return 1
  names=
  while read -r name _; do names="$names $name"; done << LINES
$all
LINES
  case "$names " in
    '  ') echo 'not installed' ;;
    *' canary '*) echo canary ;;
    *' blue '* | *' green '*) echo blue-green ;;
    *) if [ -z "$(pinned_release)" ]; then echo plain; else echo blue-green; fi ;;
  esac
}

# "stable 1.0.0, 3 of 3 pods, live; blue 1.1.0, 2 of 3 pods"
describe() {
  releases | awk -v pinned="$(pinned_release)" -f "$scripts/describe.awk"
}

# The command that follows in each mode.
leads_on() {
  case $1 in
    canary) echo "back to plain: make canary-promote APP=$app, or make canary-abort APP=$app" ;;
    blue-green) echo "back to plain: make blue-green-finish APP=$app" ;;
    plain) echo "next: make rolling-deploy, blue-green-deploy or canary-deploy" ;;
    *) echo 'first: make rolling-deploy VERSION=' ;;
  esac
}

refuse() {
  now=$(mode)
  fail "$app: $1. Now it is $now ($(describe)); $(leads_on "$now")"
}

running_pods() {
  ask get pods --selector "app.kubernetes.io/name=$app,release=$1" --field-selector status.phase=Running --output name
}
