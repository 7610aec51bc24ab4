import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveConnection, MessengerClient } from '@messenger/client';
import { aPerson, at, makeFriends } from './people.js';

const MESSAGES_A_SECOND = 50;
const SECONDS = 20;
/** Nothing is counted of it: code becomes hot. */
const WARM_UP_MS = 5_000;

/** Two people with two devices each on two gateways: milliseconds from when a message was due until a device had it. */
export async function deliveryLatency(gateways: [string, string]): Promise<string> {
  const [ada, grace] = await Promise.all([aPerson(gateways[0]), aPerson(gateways[1])]);
  const chatId = await makeFriends(ada, grace);
  // All but the one that sends.
  const devices = [at(gateways[1], ada), at(gateways[0], grace), grace].map((device) => device.live());
  await Promise.all(devices.map(({ ready }) => ready));
  const latencies: number[] = [];
  const listening = devices.map((device) => listen(device, latencies));
  await sendSteadily(ada, chatId);
  await Promise.all(listening);
  for (const device of devices) device.close();
  return `Delivery at ${MESSAGES_A_SECOND} messages/s, ${latencies.length} deliveries: ${percentiles(latencies)}`;
}

/** By the clock, not by the answers: a slow answer delays no other message. */
async function sendSteadily(sender: MessengerClient, chatId: string): Promise<void> {
  const start = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let n = 0; n < MESSAGES_A_SECOND * SECONDS; n++) {
    const due = start + (n * 1_000) / MESSAGES_A_SECOND;
    await sleep(due - performance.now());
    const counts = due - start >= WARM_UP_MS;
    sent.push(sender.send(chatId, JSON.stringify({ due, counts })));
  }
  await Promise.all(sent);
}

async function listen(device: LiveConnection, latencies: number[]): Promise<void> {
  let received = 0;
  for await (const { type, data } of device) {
    if (type !== 'chat.message_sent.v1') continue;
    const { due, counts } = JSON.parse(data.text ?? '') as { due: number; counts: boolean };
    if (counts) latencies.push(performance.now() - due);
    if (++received === MESSAGES_A_SECOND * SECONDS) return;
  }
}

function percentiles(values: number[]): string {
  const sorted = values.sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}
