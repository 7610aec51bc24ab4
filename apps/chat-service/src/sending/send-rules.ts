import type { DomainError } from '@messenger/errors';
import { ChatNotFoundError } from '../chats/chats.errors.js';
import { refusalOf } from '../friendships/friendship-check.service.js';
import { newMessageId } from './message-id.js';
import { ClientMessageIdReusedError } from './sending.errors.js';
import type { Decision, LockedChat, NewMessage, Send, SentMessage } from './send.js';

/** The message that a send of the same client id has made before. */
type EarlierMessage = Pick<SentMessage, 'id' | 'sentTextHash'>;

/** Decides on the sends of one batch in their order, while the locks of their chats are held. */
export class SendRules {
  /** The messages to write, numbered without a gap in each chat: a refusal takes no number. */
  readonly fresh: NewMessage[] = [];
  private readonly chats: Map<string, LockedChat>;
  private readonly known: Map<string, EarlierMessage>;

  constructor(
    chats: LockedChat[],
    sent: SentMessage[],
    private readonly trustsProjection: (friends: boolean) => boolean,
    private readonly admit: (send: Send) => DomainError | undefined = () => undefined,
  ) {
    this.chats = new Map(chats.map((chat) => [chat.id, { ...chat }]));
    this.known = new Map(sent.map((message) => [keyOf(message), message]));
  }

  /** A repeated send is recognised before the friendship matters: it succeeds also when the two are no longer friends. */
  decide(send: Send): Decision {
    const chat = this.chats.get(send.chatId);
    const peerId = chat && peerOf(chat, send.senderId);
    if (chat === undefined || peerId === undefined) return { refusal: new ChatNotFoundError() };
    const earlier = send.clientMessageId === undefined ? undefined : this.known.get(keyOf(send));
    if (earlier !== undefined) return repeatOf(earlier, send);
    if (send.friendship === undefined && !this.trustsProjection(chat.friends)) return { checkFriendshipWith: peerId };
    const refusal = (send.friendship && refusalOf(send.friendship)) ?? this.admit(send);
    return refusal === undefined ? this.number(chat, peerId, send) : { refusal };
  }

  private number(chat: LockedChat, peerId: string, send: Send): Decision {
    const id = newMessageId();
    chat.lastSeq++;
    this.fresh.push({ id, seq: chat.lastSeq, peerId, send });
    // A repeat later in the batch finds this one.
    if (send.clientMessageId !== undefined) this.known.set(keyOf(send), { id, sentTextHash: send.textHash });
    return { messageId: id, created: true };
  }
}

function repeatOf(earlier: EarlierMessage, { textHash }: Send): Decision {
  if (!earlier.sentTextHash.equals(textHash)) return { refusal: new ClientMessageIdReusedError() };
  return { messageId: earlier.id, created: false };
}

function keyOf(message: { chatId: string; senderId: string; clientMessageId: string | null | undefined }): string {
  return `${message.chatId} ${message.senderId} ${message.clientMessageId}`;
}

function peerOf({ userLow, userHigh }: LockedChat, userId: string): string | undefined {
  if (userId === userLow) return userHigh;
  return userId === userHigh ? userLow : undefined;
}
