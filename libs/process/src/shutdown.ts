import { Logger, type INestApplicationContext } from '@nestjs/common';

/** The process exits this long after the signal at the latest: orchestrators kill it after 10 s or more. */
const SHUTDOWN_TIMEOUT_MS = 9_000;

/** Drains the app on SIGTERM or SIGINT, then runs `last`, then exits. */
export function drainOnSignal(app: INestApplicationContext, last: () => Promise<void> = () => Promise.resolve()): void {
  const logger = new Logger('Shutdown');
  let draining = false;
  const drain = async (signal: string): Promise<void> => {
    if (draining) return;
    draining = true;
    logger.log(`${signal}: draining`);
    setTimeout(() => {
      logger.error('Draining took too long');
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MS).unref();
    await app.close();
    await last();
    logger.log('Drained');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      drain(signal).catch((error: unknown) => {
        logger.error('Draining failed', error as Error);
        process.exit(1);
      });
    });
  }
}
