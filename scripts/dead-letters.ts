// make dead-letters: lists what consumers have given up on, or sends it to them again.
import { parseArgs } from 'node:util';
import { DURABLE_SUBSCRIPTIONS, type DurableSubscriber } from '@messenger/events';
import { listDeadLetters, replayDeadLetters } from '@messenger/rabbitmq';
import { localAmqpUrl } from '@messenger/stack';

const USAGE = `Usage: make dead-letters ARGS="list|replay [--service ${Object.keys(DURABLE_SUBSCRIPTIONS).join('|')}] [--id <event id>]"
The broker is AMQP_URL's, or that of the running local stack.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { service: { type: 'string' }, id: { type: 'string' } },
});
const [command = 'list'] = positionals;
const services = (Object.keys(DURABLE_SUBSCRIPTIONS) as DurableSubscriber[]).filter(
  (service) => values.service === undefined || values.service === service,
);
const amqpUrl = localAmqpUrl();

if (!['list', 'replay'].includes(command) || services.length === 0 || amqpUrl === undefined) {
  console.error(USAGE);
  process.exit(2);
}

for (const service of services) {
  if (command === 'replay') {
    console.log(`${service}: ${await replayDeadLetters(amqpUrl, service, values.id)} replayed`);
    continue;
  }
  const letters = await listDeadLetters(amqpUrl, service);
  console.log(`${service}: ${letters.length} dead letter(s)`);
  for (const { id, type, time, attempts, error } of letters) {
    console.log(`  ${id}  ${time}  ${type}  after ${attempts} attempts: ${error}`);
  }
}
