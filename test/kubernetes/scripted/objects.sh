# shellcheck shell=sh
# The objects of the tests' cluster, as files: releases/APP/RELEASE holds an image, replicas/DEPLOYMENT a number,
# autoscalers/DEPLOYMENT stands for an autoscaler, ready/DEPLOYMENT holds the image whose pods are ready.

# By the shell alone: a process for each would make most of the time of these tests.
answer() {
  [ -e "$CLUSTER/$1" ] || return 0
  while read -r line || [ -n "$line" ]; do printf '%s\n' "$line"; done < "$CLUSTER/$1"
}

succeed_unless() {
  [ ! -e "$CLUSTER/$1" ]
}

violate() {
  echo "$*" >> "$CLUSTER/violations"
}

# Sets named, the Deployment of a release.
name() {
  if [ "$1" = stable ]; then named=$app; else named=$app-$1; fi
}

list_releases() {
  for file in "$CLUSTER/releases/$app"/*; do
    [ -e "$file" ] || continue
    name "${file##*/}"
    read -r replicas < "$CLUSTER/replicas/$named"
    read -r image < "$file"
    ready=$replicas
    succeed_unless "$named never gets ready" || ready=
    echo "${file##*/} $image $replicas $ready"
  done
}

# apply SELECTOR: all that comes in, or what of it has a release and belongs to one app.
apply() {
  awk -v applied="$CLUSTER/applied" '{ print > applied }
    $1 == "kind:" { kind = $2 } $1 == "app:" { app = $2 } $1 == "release:" { release = $2 }
    $1 == "image:" { print kind, app, release, $2 }' > "$CLUSTER/objects"
  while read -r kind app release image; do
    case $1 in
      '' | *"name=$app") ;;
      *) continue ;;
    esac
    name "$release"
    case $kind in
      Deployment) apply_deployment ;;
      HorizontalPodAutoscaler) : > "$CLUSTER/autoscalers/$named" ;;
    esac
  done < "$CLUSTER/objects"
}

apply_deployment() {
  [ -e "$CLUSTER/releases/$app" ] || mkdir -p "$CLUSTER/releases/$app"
  echo "$image" > "$CLUSTER/releases/$app/$release"
  [ -e "$CLUSTER/replicas/$named" ] || echo 1 > "$CLUSTER/replicas/$named"
}

become_ready() {
  succeed_unless "$1 never gets ready" || return 1
  set_file "$1"
  is_up "$1" || return 1
  read -r image < "$file"
  echo "$image" > "$CLUSTER/ready/$1"
}

# Where pods are processes of somebody else, who says in up/DEPLOYMENT which image runs: within some five seconds.
is_up() {
  [ -e "$CLUSTER/up" ] || return 0
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    ! cmp -s "$CLUSTER/up/$1" "$file" || return 0
    sleep 0.25
  done
  return 1
}

# Sets file, which holds a Deployment's image.
set_file() {
  case $1 in
    "$app") file=$CLUSTER/releases/$app/stable ;;
    *) file=$CLUSTER/releases/$app/${1#"$app"-} ;;
  esac
}

await_end() {
  while [ -e "$CLUSTER/up/$1" ]; do sleep 0.25; done
}

set_selector() {
  last=$(answer "selector of $1")
  echo "$2" > "$CLUSTER/selector of $1"
  [ "$1" = "$app" ] || return 0
  if [ -n "$2" ]; then expect_capacity "${last:-stable}" "$2"; else expect_one_version; fi
  [ -z "$2" ] || [ "${last:-stable}" = "$2" ] || echo "${last:-stable}" > "$CLUSTER/left"
}

# The release that gets the traffic is ready, and as big as the one before.
expect_capacity() {
  name "$1"
  before=$(answer "replicas/$named")
  name "$2"
  cmp -s "$CLUSTER/releases/$app/$2" "$CLUSTER/ready/$named" || violate "$named gets the traffic unready"
  [ "$(answer "replicas/$named")" -ge "$before" ] || violate "$named gets the traffic of a bigger one"
}

expect_one_version() {
  [ "$(cat "$CLUSTER/releases/$app"/* | sort -u | wc -l)" -le 1 ] || violate "the traffic of $app goes to two versions"
}

delete_releases() {
  for release in blue green stable canary; do
    case ,${1%)}, in
      *,"$release",*) ;;
      *) continue ;;
    esac
    [ -e "$CLUSTER/releases/$app/$release" ] || continue
    name "$release"
    [ "$(answer "selector of $app")" != "$release" ] || violate "$named is deleted, and has the traffic"
    [ "$(answer left)" != "$release" ] || violate "$named is deleted before its callers know"
    rm -f "$CLUSTER/releases/$app/$release" "$CLUSTER/replicas/$named" "$CLUSTER/autoscalers/$named" \
      "$CLUSTER/ready/$named"
    await_end "$named"
  done
}

# Of the route's first rule, a line for each: its name and its weight.
backends() {
  if grep -q canary "$CLUSTER/route"; then
    sed 's/.*\(api-gateway-stable\)","port":80,"weight":\([0-9]*\).*\(api-gateway-canary\)","port":80,"weight":\([0-9]*\).*/\1 \2 \3 \4/' \
      "$CLUSTER/route" | tr ' ' '\n' | paste -d ' ' - -
  else
    echo 'api-gateway 1'
  fi
}
