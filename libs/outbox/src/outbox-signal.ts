import { Injectable } from '@nestjs/common';

/** Wakes the relay of this process when a transaction has committed an event. */
@Injectable()
export class OutboxSignal {
  private pending = false;
  private wake: (() => void) | undefined;

  notify(): void {
    this.pending = true;
    this.wake?.();
  }

  /** Resolves at the next notification, or at one since the last wait, or after `timeout` milliseconds. */
  async wait(timeout: number): Promise<void> {
    if (!this.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeout);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wake = undefined;
    this.pending = false;
  }
}
