import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath } from './find-on-path.js';

/** Debian's wrapper on PATH insists on the system's account and data; the scripts that it wraps do not. */
const DEBIAN = '/usr/lib/rabbitmq/bin';

/** The folder of rabbitmq-server and rabbitmqctl, or undefined where RabbitMQ is not installed. */
export function rabbitmqFolder(): string | undefined {
  if (existsSync(join(DEBIAN, 'rabbitmq-server'))) return DEBIAN;
  const found = findOnPath('rabbitmq-server');
  return found && dirname(found);
}
