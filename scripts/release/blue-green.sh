#!/bin/sh
# Two colours of an app, one of them live: docs/releasing.md.
# blue-green.sh deploy APP VERSION | switch APP | rollback APP | clean APP | finish APP
# Whatever step has been cut off, "finish" leads back to the plain state.
. "$(dirname "$0")/kubernetes.sh"
step=$1 app=${2:-} version=${3:-}
expect_app

# The release beside the live one; nothing where there is none.
other_release() {
  releases | awk -v live="$live" '$1 != live && $1 != "canary" { print $1 }'
}

smoke_test() {
  echo "+ smoke-test.sh $app"
  [ -n "${DRY_RUN:-}" ] || "$scripts/smoke-test.sh" "$app"
}

deploy() {
  expect_version
  idle=blue
  [ "$live" != blue ] || idle=green
  expect_place_for_idle
  say "$app: $live is live, $version becomes $idle"
  migrate
  pinned_before=$(pinned_release)
  # Otherwise the Service would take the idle pods as well.
  [ -n "$pinned_before" ] || point "$app" "$live"
  # Its autoscaler comes with the traffic: it would shrink what is idle.
  apply_release "$idle" Deployment
  scale "$idle" "$(replicas_of "$live")"
  wait_for "$idle" || give_up
  preview
  point "$app-preview" "$idle"
  smoke_test || give_up
  say "$idle is ready: make blue-green-switch APP=$app, or make blue-green-finish APP=$app to drop it"
}

expect_place_for_idle() {
  case $(other_release) in
    '') return ;;
    "$idle") [ -z "$(pinned_release)" ] || return 0 ;;
  esac
  refuse 'there is another release beside the live one'
}

preview() {
  echo "+ kubectl apply --filename k8s/blue-green/previews/$app.yaml"
  [ -n "${DRY_RUN:-}" ] || sed "s/namespace: .*/namespace: $NAMESPACE/" "$repository/k8s/blue-green/previews/$app.yaml" |
    ask apply --filename -
}

# It consumes events already, so it may not stay.
give_up() {
  delete_releases "$idle"
  if [ -z "$pinned_before" ]; then plain; fi
  fail "$version has failed and is gone; $live is live as before. Look at the lines above, then make blue-green-deploy again"
}

# As the manifests have it, with stable alone.
plain() {
  unpin
  change delete service "$app-preview" --ignore-not-found
}

# As many pods as the live release has by now: all the traffic comes at once.
as_big_as_live() {
  scale "$1" "$(replicas_of "$live")"
  wait_for "$1"
}

# Moves the traffic, and the autoscaler with it: the release before keeps its size, for a rollback.
move_to() {
  point "$app" "$1"
  version=$(version_of "$1")
  apply_release "$1" HorizontalPodAutoscaler
  change delete horizontalpodautoscaler "$(deployment_of "$live")" --ignore-not-found
}

switch() {
  target=$(candidate)
  [ -n "$target" ] && [ "$target" != "$live" ] || refuse 'there is nothing to switch to: make blue-green-deploy first'
  as_big_as_live "$target" || fail "$target is not ready, $live is live as before: $(leads_on blue-green)"
  smoke_test || fail "$target fails its smoke test, $live is live as before: $(leads_on blue-green)"
  move_to "$target"
  say "$target is live, $live is kept: make blue-green-rollback APP=$app, or make blue-green-finish APP=$app"
}

rollback() {
  [ "$(candidate)" = "$live" ] || refuse "it has not been switched: $live is live"
  target=$(other_release)
  [ -n "$target" ] || refuse "there is no release to go back to"
  as_big_as_live "$target" || fail "$target is not ready, $live is live as before: $(leads_on blue-green)"
  move_to "$target"
  say "$target is live again: make blue-green-switch APP=$app, or make blue-green-finish APP=$app"
}

clean() {
  expect_installed
  version=$(version_of "$live")
  others=$(other_release)
  if [ -n "$others" ]; then settle; fi
  delete_releases "$(echo stable blue green | sed "s/ *$live */ /; s/^ //; s/ $//; s/ /,/g")"
  apply_release "$live" HorizontalPodAutoscaler
  if [ "$live" = stable ]; then plain; fi
  say "$live is live, alone"
}

# The live version becomes the stable one, while its colour answers.
finish() {
  expect_installed
  if [ "$live" != stable ]; then make_stable; fi
  clean
}

make_stable() {
  colour=$live
  version=$(version_of "$colour")
  say "$app: $version becomes the stable version"
  apply_release stable Deployment
  as_big_as_live stable || fail "stable is not ready as $version, $colour is live as before: $(leads_on blue-green) again"
  move_to stable
  live=stable
}

expect_installed() {
  [ -n "$(version_of "$live")" ] || refuse "$live is not there"
}

[ "$(mode)" != canary ] || refuse 'there is a canary'
live=$(live_release)
case $step in
  deploy | switch | rollback | clean | finish) "$step" ;;
  *) fail "There is no step $step" ;;
esac
