import type { DomainError } from '@messenger/errors';
import type { RequestContext } from '@messenger/logging';
import type { Friendship } from '../friendships/friendship-check.service.js';
import type { Selectable } from '@messenger/database';
import type { MessageRow } from '../message.js';
import type { Chats, Messages } from '../tables.gen.js';

/** A request to write into a chat. */
export interface Send {
  chatId: string;
  senderId: string;
  text: string;
  /** Keyed: see SentTextHash. */
  textHash: Buffer;
  clientMessageId: string | undefined;
  /** Subscriber-service's answer; absent until it had to be asked. */
  friendship?: Friendship;
  /** The context of its request, for its event. */
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
export type SentMessage = MessageRow & Pick<Selectable<Messages>, 'sentTextHash'>;

/** A chat whose lock is held. */
export interface LockedChat extends Pick<Selectable<Chats>, 'id' | 'userLow' | 'userHigh' | 'lastSeq'> {
  /** According to the projection. */
  friends: boolean;
}

/** The result of a send: the message of that id, a refusal, or a peer with whom the friendship must be checked first. */
export type Decision =
  { messageId: string; created: boolean } | { refusal: DomainError } | { checkFriendshipWith: string };

export type Outcome =
  { message: MessageRow; created: boolean } | { refusal: DomainError } | { checkFriendshipWith: string };
