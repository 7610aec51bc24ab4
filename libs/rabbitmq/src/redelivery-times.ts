const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** When an event that could not be handled comes back. */
export interface RedeliveryTimes {
  /** Between two attempts of a handler. */
  retryDelayMs: number;
  /** Until an event that this version does not know comes back for the first time. */
  minDeferralMs: number;
  maxDeferralMs: number;
  /** How long such an event waits in all, before it is dead-lettered. */
  maxDeferredAgeMs: number;
}

export const REDELIVERY_TIMES: RedeliveryTimes = {
  retryDelayMs: 2 * SECOND_MS,
  minDeferralMs: 5 * SECOND_MS,
  maxDeferralMs: 10 * MINUTE_MS,
  // Outlasts a release, and one that was taken back in the evening and is mended in the morning.
  maxDeferredAgeMs: 24 * HOUR_MS,
};
