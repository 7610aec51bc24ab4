/** How far a chat goes, and how far its people have read. */
export interface ChatPositions {
  lastSeq: number;
  readSeq: number;
  /** As far as the peer tells. */
  peerReadSeq: number;
}

/** A chat as one of the two people in it sees it. */
export interface OwnChat extends ChatPositions {
  id: string;
  peerId: string;
  /** As far as the projection knows. */
  friends: boolean;
  /** What the peer is told of `readSeq`. */
  readSeqShown: number;
  updatedAt: Date;
}

/** The columns of ChatPositions from `chats c`, where $1 is the person. */
export const CHAT_POSITIONS = `
  c.last_seq AS "lastSeq",
  CASE WHEN c.user_low = $1 THEN c.low_read_seq ELSE c.high_read_seq END AS "readSeq",
  CASE WHEN c.user_low = $1 THEN c.high_read_seq_shown ELSE c.low_read_seq_shown END AS "peerReadSeq"`;

/** Whether the two of `chats c` are friends, as far as the projection knows. */
export const ARE_FRIENDS = `EXISTS (
    SELECT FROM friendships f WHERE f.user_low = c.user_low AND f.user_high = c.user_high AND f.friends
  )`;

/** The columns of OwnChat from `chats c`, where $1 is the person. */
export const OWN_CHAT = `
  ${CHAT_POSITIONS}, c.id, c.updated_at AS "updatedAt", ${ARE_FRIENDS} AS friends,
  CASE WHEN c.user_low = $1 THEN c.user_high ELSE c.user_low END AS "peerId",
  CASE WHEN c.user_low = $1 THEN c.low_read_seq_shown ELSE c.high_read_seq_shown END AS "readSeqShown"`;

/** Whether $1 is one of the two. */
export const IS_OWN = `(c.user_low = $1 OR c.user_high = $1)`;

/** How many of the peer's messages stand above the read position of $1 and are not deleted. */
export const UNREAD_COUNT = `(
    SELECT count(*)::int FROM messages m
    WHERE m.chat_id = c.id AND m.sender_id <> $1 AND m.deleted_at IS NULL
      AND m.seq > CASE WHEN c.user_low = $1 THEN c.low_read_seq ELSE c.high_read_seq END
  )`;
