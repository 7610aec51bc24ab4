/** A browser shows a page no pings of the protocol, so the client sends its own. */
const MAX_IDLE_MS = 20_000;
export const MAX_ANSWER_DELAY_MS = 10_000;

type Timer = ReturnType<typeof setTimeout> | undefined;

/**
 * Notices within 30 s that a line is dead: asks after 20 s without a word, and waits 10 s for one.
 *
 * The delay of the answer is counted from the question: timers of a hidden page run late, frames do not.
 */
export class Heartbeat {
  private idle: Timer;
  private answer: Timer;

  constructor(
    private readonly ping: () => void,
    private readonly onDead: () => void,
  ) {}

  /** Counts anything that was received as an answer. */
  recordActivity(): void {
    this.stop();
    this.idle = setTimeout(() => this.ask(), MAX_IDLE_MS);
  }

  /** For a frame that the server answers. */
  expectAnswer(): void {
    this.answer ??= setTimeout(this.onDead, MAX_ANSWER_DELAY_MS);
  }

  stop(): void {
    clearTimeout(this.idle);
    clearTimeout(this.answer);
    this.answer = undefined;
  }

  private ask(): void {
    this.ping();
    this.expectAnswer();
  }
}
