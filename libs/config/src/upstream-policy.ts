/** When a service counts as away for its callers, and how often they repeat calls. */
export interface UpstreamPolicy {
  /** Calls in a row without an answer. */
  failures: number;
  /** Of a call's deadline, until its service is asked whether it is well. */
  patiencePercent: number;
  /** Between such questions, and how long each waits for its answer. */
  probeMs: number;
  /** Of the calls. */
  retryPercent: number;
}

/** Settings may change it. */
export const DEFAULT_UPSTREAM_POLICY: UpstreamPolicy = {
  failures: 5,
  patiencePercent: 30,
  probeMs: 300,
  retryPercent: 10,
};
