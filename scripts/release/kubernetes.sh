# shellcheck shell=sh
# What the release scripts share. They print each step; with DRY_RUN=1 they read the cluster and change nothing.
set -eu

NAMESPACE=messenger
export OVERLAY="${OVERLAY:-production}"
scripts=$(dirname "$0")
repository=$scripts/../..

say() {
  echo "== $*"
}

fail() {
  echo "$*" >&2
  exit 1
}

ask() {
  kubectl --namespace "$NAMESPACE" "$@"
}

change() {
  echo "+ kubectl $*"
  [ -n "${DRY_RUN:-}" ] || ask "$@"
}

expect_app() {
  [ -d "$repository/k8s/base/${app:?APP is missing}/workload" ] || fail "There is no app $app"
}

expect_version() {
  case ${version:-} in
    '' | latest | *[!A-Za-z0-9._-]*) fail "VERSION is a tag of the app's image, and not latest: '${version:-}'" ;;
  esac
}

# stable runs as the Deployment of the app's name, any other release with its name behind it.
deployment_of() {
  if [ "$1" = stable ]; then echo "$app"; else echo "$app-$1"; fi
}

replicas_of() {
  ask get deployment "$(deployment_of "$1")" --output 'jsonpath={.spec.replicas}'
}

# The release that the Service has been pinned to; nothing where it takes all pods of the app.
pinned_release() {
  ask get service "$app" --output 'jsonpath={.spec.selector.release}'
}

point() {
  change set selector service "$1" "app.kubernetes.io/name=$app,release=$2"
}

apply_release() {
  rendered=$("$scripts/render.sh" "$version" "$app/$1")
  echo "+ render.sh $version $app/$1 | kubectl apply --filename -"
  [ -n "${DRY_RUN:-}" ] || printf '%s\n' "$rendered" | ask apply --filename -
}

# The new schema first: the version that runs works on it, too.
migrate() {
  [ -d "$repository/k8s/base/$app/migration" ] || return 0
  say "$app: migrating the schema for $version"
  change delete job "$app-migration" --ignore-not-found
  apply_release migration
  change wait job "$app-migration" --for condition=complete --timeout 600s
}

scale() {
  change scale deployment "$(deployment_of "$1")" --replicas "$2"
}

wait_for() {
  change rollout status deployment "$(deployment_of "$1")" --timeout 600s
}

delete_release() {
  change delete deployment,horizontalpodautoscaler --selector "app.kubernetes.io/name=$app,release=$1"
}
