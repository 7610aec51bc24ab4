import type { BenchStack } from '../bench-stack.js';
import { HttpConnection } from '../messenger/http-connection.js';
import { quantile } from '../statistics.js';
import type { Measured, Mode } from './mode.js';

const AT_A_TIME = 8;
const SECONDS = 5;
/** Of the chat that is read; the others lie in chats of a thousand. */
const MESSAGES_A_CHAT = 1_000;

/** Reads of somebody with one chat, while the service keeps that many messages. */
export const reads = (messages: number): Mode => ({
  title: `reads with ${messages} messages stored, ${AT_A_TIME} at a time`,
  async *run(bench) {
    await fillTo(bench, messages);
    const [pair] = await bench.friends(1);
    if (pair === undefined) return;
    const paths = { 'newest 50': `/v1/chats/${pair.chatId}/messages`, 'chat list': '/v1/chats', events: '/v1/events' };
    for (const [subject, path] of Object.entries(paths)) {
      yield { subject, ...(await readAll(bench.url, path, pair.reader.tokens.accessToken)) };
    }
    const metrics = await timed(() => fetch(`${bench.stack.adminUrls['chat-service']}/metrics`));
    yield { subject: '/metrics of chat-service', values: { 'p50 ms': metrics } };
  },
});

/** Chats of people who do not exist, each message with its event, written by SQL: nothing else is that fast. */
async function fillTo(bench: BenchStack, messages: number): Promise<void> {
  const [row] = await bench.query<{ count: number }>(`SELECT count(*)::int AS count FROM chat.messages`);
  const chats = Math.ceil((messages - (row?.count ?? 0)) / MESSAGES_A_CHAT);
  for (let done = 0; done < chats; done += 100) await fill(bench, Math.min(100, chats - done));
  await bench.query(`VACUUM ANALYZE chat.messages, chat.outbox, chat.chats`);
}

async function fill(bench: BenchStack, chats: number): Promise<void> {
  await bench.query(
    `WITH made AS (
       INSERT INTO chat.chats (id, user_low, user_high, last_seq)
       SELECT uuidv7(), least(one, other), greatest(one, other), $2
       FROM (SELECT gen_random_uuid() AS one, gen_random_uuid() AS other FROM generate_series(1, $1)) AS people
       RETURNING *
     ), written AS (
       INSERT INTO chat.messages (chat_id, seq, id, sender_id, text, sent_text_hash, created_at)
       SELECT made.id, seq, uuidv7(), made.user_low, repeat('0123456789', 10), sha256('x'), now()
       FROM made, generate_series(1, $2) AS seq
       RETURNING *
     )
     INSERT INTO chat.outbox (position, event_id, type, subject, recipient_ids, payload)
     SELECT (SELECT coalesce(max(position), 0) FROM chat.outbox) + row_number() OVER (), gen_random_uuid(),
            'chat.message_sent.v1', written.chat_id, ARRAY[made.user_low, made.user_high],
            jsonb_build_object('chatId', written.chat_id, 'seq', written.seq)
     FROM written JOIN made ON made.id = written.chat_id`,
    [chats, MESSAGES_A_CHAT],
  );
}

async function readAll(url: string, path: string, token: string): Promise<Omit<Measured, 'subject'>> {
  const latenciesMs: number[] = [];
  const end = performance.now() + SECONDS * 1_000;
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      const connection = new HttpConnection(url);
      while (performance.now() < end) latenciesMs.push(await timed(() => connection.get(path, token)));
      connection.close();
    }),
  );
  return {
    values: {
      'calls/s': latenciesMs.length / SECONDS,
      'p50 ms': quantile(latenciesMs, 0.5),
      'p99 ms': quantile(latenciesMs, 0.99),
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
