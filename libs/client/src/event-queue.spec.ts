import { expect, it } from 'vitest';
import { EventQueue } from './event-queue.js';
import type { LiveEvent } from './live-event.js';

const event = (cursor: string): LiveEvent => ({ type: 'chat.read.v1', cursor, data: {} }) as LiveEvent;

function aQueue(cursor: string | null, ...events: string[]): EventQueue {
  const queue = new EventQueue(cursor, () => undefined);
  for (const each of events) queue.push(event(each));
  return queue;
}

/** The queue's cursor within the loop over each event. */
async function cursorsWhileReading(queue: EventQueue, count: number): Promise<unknown[]> {
  const cursors = [];
  for await (const { cursor } of queue.read()) if (cursors.push([cursor, queue.cursor]) === count) break;
  return cursors;
}

it('has the cursor that it began with, until something is read', () => {
  expect(aQueue('c0', 'c1').cursor).toBe('c0');
});

it("has the event's own cursor within the loop, and still after a break", async () => {
  const queue = aQueue('c0', 'c1', 'c2', 'c3');
  expect(await cursorsWhileReading(queue, 2)).toEqual([
    ['c1', 'c1'],
    ['c2', 'c2'],
  ]);
  expect(queue.cursor).toBe('c2');
});

it('moves at once to a later cursor where nothing is queued', () => {
  const queue = aQueue(null);
  queue.advance('c5');
  expect(queue.cursor).toBe('c5');
});

it('moves to a later cursor after the events that were queued before it, and to none that was not read', async () => {
  const queue = aQueue(null, 'c1', 'c2');
  queue.advance('c5');
  queue.push(event('c6'));
  expect(queue.cursor).toBe(null);
  const reading = queue.read();
  await reading.next();
  await reading.next();
  expect(queue.cursor).toBe('c2');
  await reading.next();
  expect(queue.cursor).toBe('c6');
});

it('moves past what it has delivered while the loop waits for more', async () => {
  const queue = aQueue(null, 'c1');
  queue.advance('c5');
  const reading = queue.read();
  await reading.next();
  const next = reading.next();
  await Promise.resolve().then(() => undefined);
  queue.advance('c7');
  expect(queue.cursor).toBe('c7');
  queue.push(event('c8'));
  expect((await next).value).toMatchObject({ cursor: 'c8' });
});
