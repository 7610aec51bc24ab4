/** Time is counted in ticks: where this process itself stood still, no service is to blame. */
const TICK_MS = 50;
/** A busy service may take this long. */
const MIN_PATIENCE_MS = 500;

/** A call that has begun. */
export interface CallInFlight {
  ticks: number;
  /** How many it may take until it is overdue. */
  readonly patience: number;
  /** Ends it before its deadline. */
  readonly abandon: () => void;
}

/** The calls to a service that wait for their answers, and how long it has answered none of them. */
export class CallsInFlight {
  private readonly calls = new Set<CallInFlight>();
  private silentTicks = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param onSilence called with each tick while a call is overdue, and the service has not answered another one meanwhile */
  constructor(
    private readonly patiencePercent: number,
    private readonly onSilence: () => void,
  ) {}

  begin(deadlineMs: number, abandon: () => void): CallInFlight {
    const patienceMs = Math.max(MIN_PATIENCE_MS, (deadlineMs * this.patiencePercent) / 100);
    const call = { ticks: 0, patience: patienceMs / TICK_MS, abandon };
    this.calls.add(call);
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
    return call;
  }

  end(call: CallInFlight): void {
    this.calls.delete(call);
  }

  /** Whether the call had the time that an answer takes. */
  isOverdue({ ticks, patience }: CallInFlight): boolean {
    return ticks >= patience;
  }

  /** The service has answered one. */
  noteAnswer(): void {
    this.silentTicks = 0;
  }

  abandonAll(): void {
    for (const { abandon } of this.calls) abandon();
    this.calls.clear();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.silentTicks = 0;
  }

  private tick(): void {
    if (this.calls.size === 0) return this.stop();
    this.silentTicks++;
    for (const call of this.calls) call.ticks++;
    if ([...this.calls].some((call) => this.isOverdue(call) && this.silentTicks >= call.patience)) this.onSilence();
  }
}
