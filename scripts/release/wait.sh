# shellcheck shell=sh
# Waits for pods, and gives up as soon as their status shows that they will not become ready.

WAIT_SECONDS=${WAIT_SECONDS:-600}
# As long as the Job may take by itself.
JOB_SECONDS=${JOB_SECONDS:-1900}
# How long one look lasts.
LOOK_SECONDS=5
# How long a pod may have an error that seldom passes; more where the cluster adds nodes for unschedulable pods.
TROUBLE_SECONDS=${TROUBLE_SECONDS:-10}
# For other errors: an operator may be about to create a secret or a volume.
PATIENCE_SECONDS=120

POD_LINE='{range .items[*]}{.metadata.name}{"\t"}{.status.containerStatuses[0].state.waiting.reason}{"\t"}'
POD_LINE=$POD_LINE'{.status.containerStatuses[0].state.waiting.message}{"\t"}'
POD_LINE=$POD_LINE'{.status.conditions[?(@.type=="PodScheduled")].reason}{"\t"}'
POD_LINE=$POD_LINE'{.status.conditions[?(@.type=="PodScheduled")].message}{"\n"}{end}'

wait_for() {
  limit=$WAIT_SECONDS
  wait_with "app.kubernetes.io/name=$app,release=$1" rollout status deployment "$(deployment_of "$1")"
}

wait_for_job() {
  limit=$JOB_SECONDS
  wait_with "job-name=$1" wait job "$1" --for condition=complete
}

# wait_with SELECTOR COMMAND...: until the command succeeds. Fails where a Job has failed, a rollout has passed its deadline,
# a pod keeps its error, or the time is over; and then prints why.
wait_with() {
  selector=$1
  shift
  echo "+ kubectl $*"
  [ -z "${DRY_RUN:-}" ] || return 0
  waited=0 troubled=0
  until outcome=$(ask "$@" --timeout "${LOOK_SECONDS}s" 2>&1); do
    waited=$((waited + LOOK_SECONDS))
    look
    if is_hopeless "$*"; then
      explain
      return 1
    fi
  done
}

# Sets trouble, the error of a pod, and troubled, for how many seconds there has been one.
look() {
  newest_selector=$(newest "$selector")
  trouble=$(ask get pods --selector "$newest_selector" --output "jsonpath=$POD_LINE" | awk -f "$scripts/trouble.awk")
  if [ -n "$trouble" ]; then troubled=$((troubled + LOOK_SECONDS)); else troubled=0; fi
  echo "   after $waited s: ${trouble:-$(progress)}"
}

progress() {
  case $selector in
    job-name=*) ask logs --selector "$selector" --tail 1 2> /dev/null || : ;;
    *) printf '%s\n' "$outcome" | grep -v 'timed out' | tail -n 1 ;;
  esac
}

# Older pods may have an error that this rollout mends: only those of the Deployment's newest template count.
newest() {
  case $1 in
    job-name=*) echo "$1" ;;
    *)
      hash=$(ask get replicasets --selector "$1" --output "jsonpath=$REPLICA_SET_LINE" | sort -n | tail -n 1)
      echo "$1${hash:+,pod-template-hash=${hash#* }}"
      ;;
  esac
}
REPLICA_SET_LINE='{range .items[*]}{.metadata.annotations.deployment\.kubernetes\.io/revision} '
REPLICA_SET_LINE=$REPLICA_SET_LINE'{.metadata.labels.pod-template-hash}{"\n"}{end}'

is_hopeless() {
  [ "$waited" -lt "$limit" ] || return 0
  case $outcome in
    *NotFound* | *'progress deadline'*) return 0 ;;
  esac
  case $trouble in
    '') has_failed "$1" ;;
    *ErrImagePull* | *ImagePullBackOff* | *InvalidImageName* | *CrashLoopBackOff* | *Unschedulable*)
      [ "$troubled" -ge "$TROUBLE_SECONDS" ]
      ;;
    *) [ "$troubled" -ge "$PATIENCE_SECONDS" ] ;;
  esac
}

has_failed() {
  case $1 in
    'wait job '*) ;;
    *) return 1 ;;
  esac
  conditions=$(ask get job "${selector#job-name=}" --output 'jsonpath={.status.conditions[?(@.status=="True")].type}')
  case $conditions in
    *Failed*) outcome="${selector#job-name=} has failed" ;;
    *) return 1 ;;
  esac
}

explain() {
  echo "${trouble:-$outcome}" >&2
  pod=${trouble%%:*}
  previous=
  case $trouble in
    *CrashLoopBackOff*) previous=--previous ;;
  esac
  # shellcheck disable=SC2086 -- one option, or none
  if [ -n "$pod" ]; then ask logs "$pod" --tail 20 $previous; else ask logs --selector "$newest_selector" --tail 20; fi >&2 || :
}
