/** An event that has waited for longer may have been overtaken by a request that it would have decided. */
const MAX_LAG_MS = 2_000;

/** How far this process's consumer of events is behind, as far as it knows. */
export class ConsumerLag {
  /** In the service's dead-letter queue: facts that no instance has taken over. */
  deadLetters = 0;

  constructor(
    /** When the first event that waits for something unavailable began to; milliseconds. */
    public waitingSince: () => number | undefined = () => undefined,
  ) {}

  /** Whether what the events have brought may no longer be what is. */
  get isBehind(): boolean {
    const since = this.waitingSince();
    return this.deadLetters > 0 || (since !== undefined && Date.now() - since > MAX_LAG_MS);
  }
}
