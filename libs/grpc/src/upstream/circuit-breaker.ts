export type BreakerState = 'closed' | 'half-open' | 'open';

/**
 * Decides whether calls to a service may begin: while it answers none, they are refused at once.
 *
 * Half-open it lets a few through, until one of them is answered.
 */
export class CircuitBreaker {
  private current: BreakerState = 'closed';
  private failuresInARow = 0;
  private trialsLeft = 0;

  constructor(
    private readonly limits: { failures: number; trials: number },
    private readonly onChange: (state: BreakerState) => void = () => undefined,
  ) {}

  get state(): BreakerState {
    return this.current;
  }

  /** Whether a call may begin now. */
  admit(): boolean {
    if (this.current === 'half-open') return this.trialsLeft-- > 0;
    return this.current === 'closed';
  }

  /** Counts an answer, be it a refusal. */
  succeed(): void {
    this.failuresInARow = 0;
    if (this.current === 'half-open') this.become('closed');
  }

  /** Counts a call that the service did not answer. */
  fail(): void {
    this.failuresInARow++;
    if (this.current === 'half-open' || this.failuresInARow >= this.limits.failures) this.open();
  }

  open(): void {
    if (this.current !== 'open') this.become('open');
  }

  /** The service may be called again for a try. */
  tryAgain(): void {
    if (this.current !== 'open') return;
    this.trialsLeft = this.limits.trials;
    this.become('half-open');
  }

  private become(state: BreakerState): void {
    this.current = state;
    this.failuresInARow = 0;
    this.onChange(state);
  }
}
