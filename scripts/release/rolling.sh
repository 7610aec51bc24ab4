#!/bin/sh
# Brings an overlay up to a version, pod by pod: also the first installation.
# rolling.sh VERSION
. "$(dirname "$0")/kubernetes.sh"
. "$scripts/services.sh"
version=${1:-}
expect_version

overlay=$(kubectl kustomize "$repository/k8s/overlays/$OVERLAY" | sed "s|\(image: .*messenger/[a-z-]*\).*|\1:$version|")
[ -n "$overlay" ] || fail "There is no overlay $OVERLAY"

apply_overlay() {
  echo "+ kubectl kustomize k8s/overlays/$OVERLAY | kubectl apply --selector $1 --filename -"
  [ -n "${DRY_RUN:-}" ] || printf '%s\n' "$overlay" | ask apply --selector "$1" --filename -
}

for app in $apps; do
  [ -z "$(ask get service "$app" --ignore-not-found --output 'jsonpath={.spec.selector.release}')" ] ||
    fail "$app is released by colours: make blue-green-deploy"
done
say "The servers, the Services and all else that has no version"
apply_overlay '!release'
for app in $apps; do migrate; done
for app in $apps; do
  say "$app, as $version"
  apply_overlay "release,app.kubernetes.io/name=$app"
  wait_for stable
done
say "$version runs"
