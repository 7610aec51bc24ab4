import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { familyOf, startOf } from '../src/processes.js';
import { startRabbitMq, type RabbitMq } from '../src/rabbitmq.js';
import { temporaryFolder } from './servers.js';

describe('the private RabbitMQ', () => {
  const folder = temporaryFolder();
  const options = { dataDir: join(folder.path, 'rabbitmq'), logFile: join(folder.path, 'rabbitmq.log') };
  let rabbitmq: RabbitMq;

  beforeAll(async () => {
    rabbitmq = await startRabbitMq(options);
  });

  afterAll(async () => {
    await rabbitmq.stop();
    folder.remove();
  });

  it('refuses a guest', async () => {
    await expect(connect(`amqp://guest:guest@127.0.0.1:${rabbitmq.port}`)).rejects.toThrow('ACCESS_REFUSED');
  });

  it('keeps a confirmed message, and leaves no process, over a stop and a start on other ports', async () => {
    await publish(rabbitmq.url, 'kept', 'survives too');
    const family = wholeFamily();
    // The node, its two helpers or more, and epmd.
    expect(family.length).toBeGreaterThan(3);
    await rabbitmq.stop();
    expect(family.filter((pid) => startOf(pid))).toEqual([]);

    rabbitmq = await startRabbitMq(options);
    expect(await take(rabbitmq.url, 'kept')).toBe('survives too');
  });

  it('keeps a confirmed message over a crash and starts again on the same port', async () => {
    // The queue is the one made above: RabbitMQ 3.10 forgets a quorum queue that is under half a second old at a crash
    // (it writes the name of its log to names.dets with that delay), and then every use of it hangs.
    await publish(rabbitmq.url, 'kept', 'survives');
    const family = wholeFamily();
    await rabbitmq.kill();
    expect(family.filter((pid) => startOf(pid))).toEqual([]);
    await rabbitmq.start();
    expect(await take(rabbitmq.url, 'kept')).toBe('survives');
  });

  function wholeFamily(): number[] {
    const epmd = JSON.parse(readFileSync(join(options.dataDir, 'epmd.pid'), 'utf8')) as { pid: number };
    return [...familyOf(rabbitmq.pid!), epmd.pid];
  }
});

const QUORUM = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

async function publish(url: string, queue: string, text: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue, QUORUM);
  channel.sendToQueue(queue, Buffer.from(text), { persistent: true });
  await channel.waitForConfirms();
  await connection.close();
}

async function take(url: string, queue: string): Promise<string | undefined> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, QUORUM);
  const message = await channel.get(queue, { noAck: true });
  await connection.close();
  return message ? message.content.toString() : undefined;
}
