#!/bin/sh
# Prints what one release of an app consists of: its Deployment and autoscaler; or, as "migration", the Job before it.
# render.sh APP stable|blue|green|canary|migration VERSION
set -eu
app=$1 release=$2 version=$3
cd "$(dirname "$0")/../../k8s"

part=workload component=
case $release in
  stable) ;;
  blue | green) component=blue-green/$release ;;
  canary) component=canary ;;
  migration) part=migration ;;
  *) echo "There is no release $release" >&2 && exit 1 ;;
esac

# Kustomize takes its resources from relative paths alone.
folder=$(mktemp -d .render.XXXXXX)
trap 'rm -r "$folder"' EXIT
cat > "$folder/kustomization.yaml" <<YAML
namespace: messenger
resources: [../base/$app/$part]
components: [../overlays/${OVERLAY:-production}/workload${component:+, ../$component}]
YAML
rendered=$(kubectl kustomize "$folder")
printf '%s\n' "$rendered" | sed "s|\(image: .*messenger/$app\).*|\1:$version|"
