#!/bin/sh
# Prints what a release of an app consists of: its Deployment and autoscaler; or, as "migration", the Job before it.
# render.sh VERSION APP/stable|blue|green|canary|migration...
set -eu
version=$1
shift
cd "$(dirname "$0")/../../k8s"

# Kustomize takes its resources from relative paths alone.
folder=$(mktemp -d .render.XXXXXX)
trap 'rm -r "$folder"' EXIT
for each; do
  app=${each%/*} part=workload component=
  case ${each#*/} in
    stable) ;;
    blue) component=blue-green/blue ;;
    green) component=blue-green/green ;;
    canary) component=canary ;;
    migration) part=migration ;;
    *) echo "There is no release ${each#*/}" >&2 && exit 1 ;;
  esac
  mkdir -p "$folder/$each"
  cat > "$folder/$each/kustomization.yaml" << YAML
namespace: messenger
resources: [../../../base/$app/$part]
components: [../../../overlays/${OVERLAY:-production}/workload${component:+, ../../../$component}]
YAML
  echo "  - $each" >> "$folder/list"
done
{ echo resources: && cat "$folder/list"; } > "$folder/kustomization.yaml"
rendered=$(kubectl kustomize "$folder")
printf '%s\n' "$rendered" | sed "s|\(image: .*messenger/[a-z-]*\).*|\1:$version|"
