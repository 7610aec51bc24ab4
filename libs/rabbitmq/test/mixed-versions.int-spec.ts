import { randomUUID } from 'node:crypto';
import { eventsConsumed } from '@messenger/health';
import { brokerTest as it, countIn, drain, eventually } from '@messenger/testing';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, vi } from 'vitest';
import { DEFERRED_SINCE_HEADER, listDeadLetters, queuesOf, replayDeadLetters } from '../src/index.js';
import { NEW_TYPE, VersionsFixture } from './versions-fixture.js';

const { deferred, dead } = queuesOf('user-service');

const SOON = { minDeferralMs: 20, maxDeferralMs: 50 };
/** Deliveries of one message after which the broker itself would dead-letter it. */
const DELIVERY_LIMIT = 20;

const ids = (n: number): string[] => Array.from({ length: n }, () => randomUUID());
const sorted = (values: string[]): string[] => [...values].sort();

async function deferrals(): Promise<number> {
  const { values } = await eventsConsumed.get();
  return values.find(({ labels }) => labels.outcome === 'deferred')?.value ?? 0;
}

describe('two versions on one queue', () => {
  let fixture: VersionsFixture;

  it.beforeAll(({ broker }) => {
    fixture = new VersionsFixture(broker);
  });
  beforeEach(async () => {
    eventsConsumed.reset();
    await fixture.reset();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await fixture.stopConsumers();
  });

  it('side by side: every event of the new type reaches the newer one, and none is a dead letter', async () => {
    await fixture.startOld(SOON);
    await fixture.startNew(SOON);
    const [chatIds, userIds] = [ids(200), ids(200)];
    await Promise.all([fixture.publishReads(chatIds), fixture.publishRegistrations(userIds)]);
    await eventually(() => expect(fixture.handledByOld.length + fixture.handledByNew.length).toBe(400));
    await fixture.settled();
    expect(sorted(fixture.handledByNew.filter((id) => chatIds.includes(id)))).toEqual(sorted(chatIds));
    expect(await countIn(fixture.url, dead)).toBe(0);
    // Both have had some: otherwise this would show nothing.
    expect(await deferrals()).toBeGreaterThan(0);
    expect(fixture.handledByOld.length).toBeGreaterThan(0);
  });

  it('the older one alone handles what it knows, in order, and the newer one later finds all the rest', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn');
    await fixture.startOld(SOON);
    const [chatIds, userIds] = [ids(10), ids(50)];
    await fixture.publishReads(chatIds);
    await fixture.publishRegistrations(userIds);
    await eventually(() => expect(fixture.handledByOld).toEqual(userIds));
    // More often than the broker would deliver one message.
    const many = chatIds.length * (DELIVERY_LIMIT + 5);
    await eventually(async () => expect(await deferrals()).toBeGreaterThan(many));
    expect(await countIn(fixture.url, dead)).toBe(0);
    await fixture.startNew(SOON);
    await eventually(() => expect(sorted(fixture.handledByNew)).toEqual(sorted(chatIds)));
    await fixture.settled();
    expect(await countIn(fixture.url, dead)).toBe(0);
    const warnings = warn.mock.calls.filter(([text]) => String(text).includes(NEW_TYPE));
    expect(warnings).toHaveLength(1);
  });

  it('an event of the new type waits each time as long as it has waited before, within limits', async () => {
    await fixture.startOld({ minDeferralMs: 60_000, maxDeferralMs: 3_600_000 });
    const since = (minutes: number): object => ({
      [DEFERRED_SINCE_HEADER]: new Date(Date.now() - minutes * 60_000).toISOString(),
    });
    await fixture.publishReads(ids(1));
    await fixture.publishReads(ids(1), since(10));
    await fixture.publishReads(ids(1), since(600));
    await eventually(async () => expect(await countIn(fixture.url, deferred)).toBe(3));
    const waits = (await drain(fixture.url, deferred)).map(({ properties }) => Number(properties.expiration));
    const minutes = waits.map((ms) => Math.round(ms / 60_000)).sort((a, b) => a - b);
    expect(minutes).toEqual([1, 10, 60]);
  });

  it('an event that no version has handled in time is a dead letter, and can be replayed', async () => {
    await fixture.startOld({ ...SOON, maxDeferredAgeMs: 300 });
    const [chatId] = ids(1) as [string];
    await fixture.publishReads([chatId]);
    await eventually(async () => expect(await countIn(fixture.url, dead)).toBe(1));
    await fixture.settled();
    const [letter] = await listDeadLetters(fixture.url, 'user-service');
    expect(letter).toMatchObject({ type: NEW_TYPE, attempts: 1 });
    expect(letter?.error).toMatch(/^UnknownEventTypeError: This version does not handle chat\.read\.v1, nor has any/);
    expect(await deferrals()).toBeGreaterThan(0);
    await fixture.stopConsumers();
    await fixture.startNew(SOON);
    expect(await replayDeadLetters(fixture.url, 'user-service')).toBe(1);
    await eventually(() => expect(fixture.handledByNew).toEqual([chatId]));
  });

  it('a replayed event waits as if it were new', async () => {
    await fixture.startOld({ ...SOON, maxDeferredAgeMs: 1 });
    await fixture.publishReads(ids(1), { [DEFERRED_SINCE_HEADER]: '2026-01-01T00:00:00Z' });
    await eventually(async () => expect(await countIn(fixture.url, dead)).toBe(1));
    await fixture.stopConsumers();
    await fixture.startOld({ minDeferralMs: 60_000 });
    expect(await replayDeadLetters(fixture.url, 'user-service')).toBe(1);
    await eventually(async () => expect(await countIn(fixture.url, deferred)).toBe(1));
    expect(await countIn(fixture.url, dead)).toBe(0);
  });
});
