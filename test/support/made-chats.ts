import type { Schema } from './schema.js';

export interface MadeChats {
  /** Of each person. */
  chats: number;
  /** Of each chat; the person has sent them all. */
  messages: number;
  /** SQL of the text of message `n`. */
  text: string;
}

/** Chats of people with others who are gone, written into the tables: over HTTP they would take too long. */
export async function makeChats(
  chatService: Schema,
  userIds: string[],
  { chats, messages, text }: MadeChats,
): Promise<void> {
  await chatService.query(
    `WITH made AS (
       SELECT gen_random_uuid() AS id, person, gen_random_uuid() AS peer
       FROM unnest($1::uuid[]) AS person, generate_series(1, $2::int)
     ), inserted AS (
       INSERT INTO chats (id, user_low, user_high, last_seq)
       SELECT id, least(person, peer), greatest(person, peer), $3::int FROM made
     )
     INSERT INTO messages (chat_id, seq, id, sender_id, text, sent_text_hash, created_at)
     SELECT made.id, n, gen_random_uuid(), person, ${text}, sha256(n::text::bytea), now()
     FROM made, generate_series(1, $3::int) AS n`,
    [userIds, chats, messages],
  );
}
