import type { DomainError } from '@messenger/errors';
import type { RequestContext } from '@messenger/logging';
import type { Friendship } from '../friendships/friendships.service.js';
import type { Selectable } from '@messenger/database';
import type { MessageRow } from '../message.js';
import type { Chats, Messages } from '../tables.gen.js';

/** What somebody wants to send, and where. */
export interface Send {
  chatId: string;
  senderId: string;
  text: string;
  /** SHA-256. */
  textHash: Buffer;
  clientMessageId: string | undefined;
  /** As subscriber-service has answered; absent until it had to be asked. */
  friendship?: Friendship;
  /** The request that it came with. */
  request: RequestContext | undefined;
}

/** A message that is not written yet. */
export interface NewMessage {
  id: string;
  seq: number;
  peerId: string;
  send: Send;
}

/** A message that an earlier send of the same client id has made. */
export type SentMessage = Selectable<Messages>;

/** A chat whose lock is held. */
export interface LockedChat extends Pick<Selectable<Chats>, 'id' | 'userLow' | 'userHigh' | 'lastSeq'> {
  /** According to the projection. */
  friends: boolean;
}

/** What becomes of a send: the message with that id, a refusal, or a question to subscriber-service first. */
export type Decision = { messageId: string; created: boolean } | { refusal: DomainError } | { askAbout: string };

export type Outcome = { message: MessageRow; created: boolean } | { refusal: DomainError } | { askAbout: string };
