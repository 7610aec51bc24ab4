import { ensureInstalled } from './install-package.js';
import { rabbitmqFolder } from './rabbitmq-program.js';

const HOW_TO_INSTALL = `RabbitMQ is needed, and is not installed. Do one of these, then try again:
  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install -y --no-install-recommends rabbitmq-server
  macOS:           brew install rabbitmq
  Docker:          docker run -d --name messenger-rabbitmq -p 127.0.0.1:5672:5672 rabbitmq:4
                   and run with AMQP_URL=amqp://guest:guest@127.0.0.1:5672`;

/** Installs RabbitMQ where that can be done without asking; otherwise throws an error that says what to do. */
export async function ensureRabbitMqInstalled(log: (line: string) => void): Promise<void> {
  await ensureInstalled({
    ...{ name: 'RabbitMQ', debianPackage: 'rabbitmq-server', howToInstall: HOW_TO_INSTALL, log },
    isInstalled: () => rabbitmqFolder() !== undefined,
  });
}
