#!/bin/sh
# Prints what a release of an app consists of: its Deployment and autoscaler; or, as "migration", the Job before it; or
# the whole of $OVERLAY. All of it in $NAMESPACE, with the hash $SETTINGS of what the app's pods read.
# render.sh VERSION APP/stable|blue|green|canary|migration...|overlay
set -eu
version=$1
shift
cd "$(dirname "$0")/../../k8s"
overlay=overlays/${OVERLAY:-production}
[ -f "$overlay/kustomization.yaml" ] || { echo "There is no overlay $overlay" >&2 && exit 1; }

# Kustomize takes its resources from relative paths alone.
folder=$(mktemp -d .render.XXXXXX)
trap 'rm -r "$folder"' EXIT

add_release() {
  app=${1%/*} part=workload component=
  case ${1#*/} in
    stable) ;;
    blue) component=blue-green/blue ;;
    green) component=blue-green/green ;;
    canary) component=canary ;;
    migration) part=migration ;;
    *) echo "There is no release ${1#*/}" >&2 && exit 1 ;;
  esac
  mkdir -p "$folder/$1"
  printf 'resources: [../../../base/%s]\ncomponents: [../../../%s]\n' "$app/$part" \
    "$overlay/workload${component:+, ../../../$component}" > "$folder/$1/kustomization.yaml"
  resources="$resources, $1"
}

resources=
for each; do
  if [ "$each" = overlay ]; then resources="$resources, ../$overlay"; else add_release "$each"; fi
done
printf 'namespace: %s\nresources: [%s]\n' "${NAMESPACE:-messenger}" "${resources#, }" > "$folder/kustomization.yaml"
rendered=$(kubectl kustomize "$folder")
printf '%s\n' "$rendered" |
  sed -e "s|\(image: .*messenger/[a-z-]*\).*|\1:$version|" -e "s|\(messenger/settings: \).*|\1${SETTINGS:-none}|"
