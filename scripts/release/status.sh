#!/bin/sh
# Prints how each app is released: its mode, versions, pods and shares; and what leads back to plain, where it is not.
# status.sh [APP]
. "$(dirname "$0")/kubernetes.sh"
. "$scripts/services.sh"
. "$scripts/route.sh"
[ -z "${1:-}" ] || apps=$1

versions=
for app in $apps; do
  expect_app
  now=$(mode)
  printf '%-20s %-14s %s\n' "$app" "$now" "$(describe)"
  share=$(routed_share)
  [ -z "$share" ] || printf '%-20s the route gives the canary %s %%, whatever the number of its pods\n' '' "$share"
  [ "$now" = plain ] || printf '%-20s %s\n' '' "$(leads_on "$now")"
  versions="$versions$(releases | awk '$1 == "stable" { print $2 }')
"
done
[ "$(printf '%s' "$versions" | sort -u | grep -c .)" -le 1 ] ||
  say 'The stable versions differ: make rolling-deploy VERSION= makes them one'
