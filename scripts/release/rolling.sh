#!/bin/sh
# Brings an overlay up to a version, pod by pod: also the first installation. Apps that have a canary or are released by
# colours stay as they are. A run that was cut off is taken up by the next.
# rolling.sh VERSION
. "$(dirname "$0")/kubernetes.sh"
. "$scripts/services.sh"
version=${1:-}
expect_version
overlay=$("$scripts/render.sh" "$version" overlay)

# apply_overlay SELECTOR [SETTINGS]
apply_overlay() {
  echo "+ render.sh $version overlay | kubectl apply --selector $1 --filename -"
  [ -n "${DRY_RUN:-}" ] || printf '%s\n' "$overlay" | sed "s|\(messenger/settings: \).*|\1${2:-none}|" |
    ask apply --selector "$1" --filename -
}

# Sets rolled, new and left: what is replaced, what is there for the first time, and what is released otherwise.
sort_apps() {
  rolled= new= left=
  for app in $apps; do
    now=$(mode) || fail "The cluster does not say how $app is released: nothing has been changed"
    case $now in
      plain) rolled="$rolled $app" ;;
      'not installed') rolled="$rolled $app" new="$new $app" ;;
      *) left="$left $app" ;;
    esac
  done
}

name_left() {
  for app in $left; do
    now=$(mode)
    say "$app stays as it is, $now: $(describe); $(leads_on "$now")"
  done
}

roll() {
  say "$app, as $version"
  apply_overlay "release,app.kubernetes.io/name=$app" "$(settings_hash)"
  # A first installation has no callers yet: the other apps need not wait for it.
  case " $new " in
    *" $app "*) ;;
    *) wait_for_new_pods ;;
  esac
}

wait_for_new_pods() {
  wait_for stable || fail "$app is not ready as $version; its pods of before answer. Mend it, then the same again, or an older VERSION"
}

sort_apps
name_left
say "The servers, the Services and all else that has no version"
apply_overlay '!release'
for app in $rolled; do migrate; done
for app in $rolled; do roll; done
for app in $new; do wait_for_new_pods; done
say "$version runs"
name_left
[ "$OVERLAY" != local ] || say "The API is at http://127.0.0.1:3000 while this runs: \
kubectl --namespace $NAMESPACE port-forward service/api-gateway 3000:80"
