import { Logger, type INestApplicationContext } from '@nestjs/common';
import { exitWhileLoading, STOP_SIGNALS } from './exit-while-loading.js';

/** The process exits this long after the signal at the latest: orchestrators kill it after 10 s or more. */
const SHUTDOWN_TIMEOUT_MS = 9_000;

/**
 * Drains the app, then runs `last`, then exits: with 0 on SIGTERM or SIGINT, with 1 after an error that nobody caught, for
 * then nothing is known of the state of the process.
 */
export function drainAtEnd(app: INestApplicationContext, last: () => Promise<void> = () => Promise.resolve()): void {
  const logger = new Logger('Shutdown');
  let draining = false;
  const drain = async (cause: string, exitCode: number): Promise<void> => {
    if (draining) return;
    draining = true;
    logger.log(`${cause}: draining`);
    setTimeout(() => {
      logger.error('Draining took too long');
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MS).unref();
    try {
      await app.close();
      await last();
      logger.log('Drained');
    } catch (error) {
      logger.error('Draining failed', error as Error);
      process.exit(1);
    }
    process.exit(exitCode);
  };
  for (const signal of STOP_SIGNALS) process.off(signal, exitWhileLoading).on(signal, () => void drain(signal, 0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.error(event, error instanceof Error ? error : new Error(String(error)));
      void drain(event, 1);
    });
  }
}
