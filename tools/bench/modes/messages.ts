import type { BenchStack } from '../bench-stack.js';
import { xmppChannel } from '../ejabberd/xmpp-channel.js';
import { measure, type Channel, type Load, type LoadResult } from '../load.js';
import { messengerChannel, type Way } from '../messenger/messenger-channel.js';
import type { ProcessGroups } from '../processes.js';
import type { Measured, Mode } from './mode.js';

const PAIRS = 50;
const SECONDS = 8;
const WAYS: Way[] = ['http', 'socket'];

/** 200 messages under way at all times. */
export const saturation = messages('50 pairs, 200 messages under way', { pairs: PAIRS, seconds: SECONDS, window: 4 });

/** Sent by the clock, whatever has arrived. */
export const atRate = (rate: number): Mode => {
  return messages(`50 pairs, ${rate} messages/s`, { pairs: PAIRS, seconds: SECONDS, rate });
};

/** 32 messages under way in one chat. */
export const oneChat = messages('one chat, 32 messages under way', { pairs: 1, seconds: SECONDS, window: 32 });

/** Both are online, one writes 100 characters: the time from when a message was due to the other's socket. */
function messages(title: string, load: Load): Mode {
  return {
    title,
    async *run(bench) {
      if (bench.peer) yield await ofPeer(bench.peer, load);
      for (const way of WAYS) yield await ofMessenger(bench, load, way);
    },
  };
}

async function ofPeer(peer: NonNullable<BenchStack['peer']>, load: Load): Promise<Measured> {
  const result = await over(await xmppChannel(peer.port, load.pairs), load, peer.processes);
  return { subject: 'ejabberd', values: valuesOf(result) };
}

export async function ofMessenger(bench: BenchStack, load: Load, way: Way): Promise<Measured> {
  const pairs = await bench.friends(load.pairs);
  const before = await countsOf(bench);
  const result = await over(await messengerChannel(bench.url, pairs, way), load, bench.processes);
  const after = await countsOf(bench);
  const stored = after.messages - before.messages;
  if (stored !== result.sent) throw new Error(`${result.sent} messages were sent, ${stored} are stored`);
  return {
    subject: way,
    values: { ...valuesOf(result), 'commits a message': (after.commits - before.commits) / stored },
  };
}

async function over(channel: Channel, load: Load, servers: ProcessGroups): Promise<LoadResult> {
  const result = await measure(channel, load, servers);
  await channel.close();
  if (result.lost > 0 || result.doubled > 0) throw new Error(`lost: ${result.lost}, doubled: ${result.doubled}`);
  return result;
}

function valuesOf({ messagesASecond, p50Ms, p99Ms, serverCpuUs }: LoadResult): Record<string, number> {
  return { 'messages/s': messagesASecond, 'p50 ms': p50Ms, 'p99 ms': p99Ms, 'server CPU us a message': serverCpuUs };
}

async function countsOf(bench: BenchStack): Promise<{ messages: number; commits: number }> {
  const [row] = await bench.query<{ messages: number; commits: number }>(
    `SELECT (SELECT count(*) FROM chat.messages)::int AS messages, xact_commit::int AS commits
     FROM pg_stat_database WHERE datname = current_database()`,
  );
  return row ?? { messages: NaN, commits: NaN };
}
