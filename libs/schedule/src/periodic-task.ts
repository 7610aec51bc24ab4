import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

/** For the run under way when the process ends. */
const SHUTDOWN_WAIT_MS = 3_000;

/**
 * A provider whose `run` is called at an interval, the first time one interval after the start. Runs of one process never
 * overlap; several processes may run at the same time. A failed run is logged, and the next one tries again.
 */
export abstract class PeriodicTask implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  protected stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly intervalMs: number) {}

  abstract run(): Promise<void>;

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.start(() => this.run()), this.intervalMs);
  }

  /** Resolves when the run under way has ended, or is given up. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await Promise.race([this.running, sleep(SHUTDOWN_WAIT_MS, undefined, { ref: false })]);
  }

  /** Starts a run at once; does nothing while one is under way. */
  protected start(run: () => Promise<void>): void {
    this.running ??= this.attempt(run).finally(() => (this.running = undefined));
  }

  private async attempt(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.logger.warn(`Failed; the next run is in ${this.intervalMs / 1_000} s`, error as Error);
    }
  }
}
