// make test installs RabbitMQ before anything else, as make run does.
import { ensureRabbitMqInstalled, localConfig } from '@messenger/stack';
import { log, main } from './lifecycle.js';

await main(async () => {
  if (!localConfig().amqpUrl) await ensureRabbitMqInstalled(log);
});
