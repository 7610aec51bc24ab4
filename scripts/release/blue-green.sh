#!/bin/sh
# Two colours of an app, one of them live: docs/releasing.md.
# blue-green.sh deploy APP VERSION | switch APP | rollback APP | clean APP
. "$(dirname "$0")/kubernetes.sh"
step=$1 app=${2:-} version=${3:-}
expect_app
live=$(pinned_release)
: "${live:=stable}"

# The release beside the live one; nothing where there is none.
other_release() {
  ask get deployments --selector "app.kubernetes.io/name=$app,release notin ($live,canary)" \
    --output 'jsonpath={.items[*].metadata.labels.release}'
}

candidate() {
  ask get service "$app-preview" --ignore-not-found --output 'jsonpath={.spec.selector.release}'
}

smoke_test() {
  echo "+ smoke-test.sh $app"
  [ -n "${DRY_RUN:-}" ] || "$scripts/smoke-test.sh" "$app"
}

deploy() {
  expect_version
  idle=blue
  [ "$live" != blue ] || idle=green
  case $(other_release) in
    '' | "$idle") ;;
    *) fail "$app still has an old release beside the live one: make blue-green-clean APP=$app" ;;
  esac
  say "$app: $live is live, $version becomes $idle"
  migrate
  # Otherwise the Service would take the idle pods as well.
  [ -n "$(pinned_release)" ] || point "$app" "$live"
  apply_release "$idle"
  # As many pods as the live one has by now: all the traffic comes at once.
  scale "$idle" "$(replicas_of "$live")"
  wait_for "$idle" || give_up
  change apply --filename "$repository/k8s/blue-green/previews/$app.yaml"
  point "$app-preview" "$idle"
  smoke_test || give_up
  say "$idle is ready: make blue-green-switch APP=$app, or blue-green-clean to drop it"
}

# It consumes events already, so it may not stay.
give_up() {
  ask logs "deployment/$(deployment_of "$idle")" --tail 20 || :
  delete_release "$idle"
  fail "$version has failed; $live is live as before"
}

switch() {
  target=$(candidate)
  [ -n "$target" ] && [ "$target" != "$live" ] || fail "$app has nothing to switch to: make blue-green-deploy first"
  wait_for "$target"
  smoke_test
  point "$app" "$target"
  say "$target is live, $live is kept: make blue-green-rollback or blue-green-clean APP=$app"
}

rollback() {
  [ "$(candidate)" = "$live" ] || fail "$app has not been switched: $live is live"
  target=$(other_release)
  [ -n "$target" ] || fail "$app has no release to go back to"
  wait_for "$target"
  point "$app" "$target"
  say "$target is live again"
}

clean() {
  for release in $(other_release); do delete_release "$release"; done
  say "$live is live, alone"
}

case $step in
  deploy | switch | rollback | clean) "$step" ;;
  *) fail "There is no step $step" ;;
esac
