import type { MessengerClient } from '@messenger/client';
import { aPerson, makeFriends } from '../people.js';

/** Runs a statement on the database, as somebody who may write into every schema that it names. */
export type Query = (statement: string, parameters: unknown[]) => Promise<unknown>;

export interface LargeAccount {
  reader: MessengerClient;
  /** The chat with many messages, all of them read; the latest of the list. */
  chatId: string;
}

/** Somebody with many messages in one chat, and many chats, written by SQL: nothing else is that fast. */
export async function aLargeAccount(url: string, query: Query, messages: number, chats: number): Promise<LargeAccount> {
  const reader = await aPerson(url);
  const chatId = await makeFriends(await aPerson(url), reader);
  await query(OTHER_CHATS, [reader.userId, chats - 1]);
  await query(OTHER_PROFILES, [reader.userId]);
  await query(MESSAGES, [chatId, messages]);
  return { reader, chatId };
}

const MESSAGES = `
  WITH long AS (
    UPDATE chat.chats SET last_seq = $2, low_read_seq = $2, high_read_seq = $2,
                          low_read_seq_shown = $2, high_read_seq_shown = $2, updated_at = now()
    WHERE id = $1 RETURNING *
  )
  INSERT INTO chat.messages (chat_id, seq, id, sender_id, text, sent_text_hash, created_at)
  SELECT id, n, uuidv7(), CASE WHEN n % 3 = 0 THEN user_low ELSE user_high END,
         'Message ' || n || ': ' || repeat('word ', n % 40), sha256('x'), now() - ($2::int - n) * interval '5 minutes'
  FROM long, generate_series(1, $2) AS n`;

const OTHER_CHATS = `
  WITH made AS (
    INSERT INTO chat.chats (id, user_low, user_high, last_seq, updated_at)
    SELECT uuidv7(), least(peer, $1::uuid), greatest(peer, $1::uuid), 1, now() - n * interval '1 hour'
    FROM (SELECT n, gen_random_uuid() AS peer FROM generate_series(1, $2) AS n) AS people
    RETURNING *
  )
  INSERT INTO chat.messages (chat_id, seq, id, sender_id, text, sent_text_hash, created_at)
  SELECT id, 1, uuidv7(), CASE WHEN user_low = $1 THEN user_high ELSE user_low END, 'Hello from ' || id, sha256('x'), updated_at
  FROM made`;

const OTHER_PROFILES = `
  INSERT INTO users.profiles (id, nickname)
  SELECT peer, 'friend_' || left(replace(peer::text, '-', ''), 12)
  FROM (SELECT CASE WHEN user_low = $1 THEN user_high ELSE user_low END AS peer FROM chat.chats
        WHERE $1 IN (user_low, user_high)) AS peers
  ON CONFLICT DO NOTHING`;
