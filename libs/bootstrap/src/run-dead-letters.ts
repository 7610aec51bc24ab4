import { parseArgs } from 'node:util';
import { APP_SETTINGS, loadEnv } from '@messenger/config';
import type { DurableConsumer } from '@messenger/events';
import { exitOnStartFailure } from '@messenger/process';
import { listDeadLetters, replayDeadLetters } from '@messenger/rabbitmq';

const USAGE = 'list | replay [--service <name>] [--id <event id>]';

/** The whole of a service's `dead-letters.js`: lists what it has given up on, or sends it to itself again. */
export function runDeadLetters(service: DurableConsumer): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { service: { type: 'string' }, id: { type: 'string' } },
  });
  const [command = 'list'] = positionals;
  if (!['list', 'replay'].includes(command)) exitWith(`Usage: dead-letters ${USAGE}`);
  if (values.service !== undefined && values.service !== service) return;
  const { AMQP_URL } = loadEnv(service, { AMQP_URL: APP_SETTINGS.AMQP_URL });
  const run = command === 'replay' ? replay(AMQP_URL, service, values.id) : list(AMQP_URL, service);
  run.catch(exitOnStartFailure(`${service}'s dead letters`));
}

async function list(amqpUrl: string, service: DurableConsumer): Promise<void> {
  const letters = await listDeadLetters(amqpUrl, service);
  print(`${service}: ${letters.length} dead letter(s)`);
  for (const { id, type, time, attempts, error } of letters) {
    print(`  ${id}  ${time}  ${type}  after ${attempts} attempts: ${error}`);
  }
}

async function replay(amqpUrl: string, service: DurableConsumer, id: string | undefined): Promise<void> {
  print(`${service}: ${await replayDeadLetters(amqpUrl, service, id)} replayed`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function exitWith(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
