import { setTimeout as pause } from 'node:timers/promises';
import { JsonLogger } from '@messenger/logging';
import { Logger, type INestApplicationContext } from '@nestjs/common';
import { drainAtEnd } from '../src/index.js';

/** A process that crashes in the way that its argument names, while it still has something to do. */
const CRASHES: Record<string, () => unknown> = {
  throw: () => {
    throw new TypeError('a defect');
  },
  reject: () => Promise.reject(new TypeError('a defect')),
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- as some libraries do
  'reject with a text': () => Promise.reject('a defect'),
  'throw twice': () => {
    setTimeout(() => void Promise.reject(new TypeError('a second defect')), 50);
    throw new TypeError('a defect');
  },
};

const logger = new JsonLogger({ app: 'crashing-app', level: 'info', pretty: false });
Logger.overrideLogger(logger);

const app = {
  close: async () => {
    await pause(200);
    logger.log('the request in hand is answered');
  },
};

const last = (): Promise<void> => {
  logger.log('the last event is out');
  return Promise.resolve();
};

drainAtEnd(app as INestApplicationContext, last);
setTimeout(() => void CRASHES[process.argv[2] ?? '']?.());
setInterval(() => undefined, 1_000);
