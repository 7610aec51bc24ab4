# shellcheck shell=sh
# What the release scripts share. They print each step; with DRY_RUN=1 they read the cluster and change nothing.
set -eu

NAMESPACE=${NAMESPACE:-messenger}
OVERLAY=${OVERLAY:-production}
export NAMESPACE OVERLAY
# A name server may hand out the addresses of before for 30 s.
SETTLE_SECONDS=${SETTLE_SECONDS:-35}
scripts=$(dirname "$0")
repository=$scripts/../..
. "$scripts/state.sh"
. "$scripts/wait.sh"

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

# The Service takes one release of the app.
point() {
  change set selector service "$1" "app.kubernetes.io/name=$app,release=$2"
}

# The Service takes all pods of the app, as the manifests have it.
unpin() {
  change set selector service "$app" "app.kubernetes.io/name=$app"
}

# Changes where a setting or a secret of the app does, so that its pods are replaced.
settings_hash() {
  hash=$(ask get "configmap/$app" "secret/$app" "secret/postgres-$app" secret/rabbitmq-default-user --ignore-not-found \
    --output 'jsonpath={range .items[*]}{.data}{end}' | openssl dgst -sha256 -r)
  printf '%.16s\n' "$hash"
}

# apply_release RELEASE [KIND]: all of it, or its objects of one kind.
apply_release() {
  settings=none
  # Of a Job no pod outlives a change.
  [ "$1" = migration ] || settings=$(settings_hash)
  rendered=$(SETTINGS=$settings "$scripts/render.sh" "$version" "$app/$1")
  [ $# -eq 1 ] || rendered=$(printf '%s\n' "$rendered" | awk -v kind="$2" -f "$scripts/only-kind.awk")
  [ -n "$rendered" ] || return 0
  echo "+ render.sh $version $app/$1${2:+, its $2} | kubectl apply --filename -"
  [ -n "${DRY_RUN:-}" ] || printf '%s\n' "$rendered" | ask apply --filename -
}

# The new schema first: the version that runs works on it, too.
migrate() {
  [ -d "$repository/k8s/base/$app/migration" ] || return 0
  say "$app: migrating the schema for $version"
  change delete job "$app-migration" --ignore-not-found
  apply_release migration
  wait_for_job "$app-migration" || fail "The schema of $app is not migrated; its pods are as before. Mend it, then the same again"
}

scale() {
  change scale deployment "$(deployment_of "$1")" --replicas "$2"
}

# Waits until no caller has the address of a release that the Service has just left.
settle() {
  say "Waiting $SETTLE_SECONDS s for callers that still have the addresses of before"
  [ -n "${DRY_RUN:-}" ] || sleep "$SETTLE_SECONDS"
}

# delete_releases RELEASE,...: returns when their pods have drained.
delete_releases() {
  change delete deployment,horizontalpodautoscaler --cascade=foreground \
    --selector "app.kubernetes.io/name=$app,release in ($1)"
}
