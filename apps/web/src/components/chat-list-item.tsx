import { drafts } from '../state/drafts.js';
import { ownId } from '../state/session.js';
import { hrefOf } from '../state/route.js';
import { unsent } from '../state/unsent.js';
import type { Chat } from '../storage/database.js';
import { texts } from '../texts/index.js';
import { shortTimeOf } from '../texts/times.js';
import { Avatar } from './avatar.js';
import { Badge } from './badge.js';
import { MessageState } from './message-state.js';
import { Name } from './name.js';

interface Props {
  chat: Chat;
  position: number;
  count: number;
  isCurrent: boolean;
}

/** Drawn anew only where something of it has changed: signals compare the props. */
export function ChatListItem({ chat, position, count, isCurrent }: Props) {
  const { lastMessage, peer, unreadCount, peerReadSeq } = chat;
  const waiting = unsent.value.findLast(({ chatId }) => chatId === chat.id);
  const isOwn = lastMessage?.senderId === ownId() && lastMessage.deletedAt === null;
  return (
    <li aria-posinset={position} aria-setsize={count}>
      <a
        class="row chat-row"
        href={hrefOf({ screen: 'chats', chatId: chat.id })}
        aria-current={isCurrent ? 'page' : undefined}
      >
        <Avatar person={peer} />
        <span class="row-text">
          <span class="row-line">
            <Name of={peer} />
            <span class="row-time">
              {waiting === undefined && isOwn && (
                <MessageState state={lastMessage.seq <= peerReadSeq ? 'read' : 'sent'} />
              )}
              {waiting !== undefined && <MessageState state={waiting.refusal ? 'refused' : 'waiting'} />}
              {lastMessage && <time dateTime={lastMessage.createdAt}>{shortTimeOf(lastMessage.createdAt)}</time>}
            </span>
          </span>
          <span class="row-line">
            <Preview chat={chat} waitingText={waiting?.text} />
            <Badge count={unreadCount} label={texts.value.chats.unread} />
          </span>
        </span>
      </a>
    </li>
  );
}

function Preview({ chat: { id, lastMessage }, waitingText }: { chat: Chat; waitingText: string | undefined }) {
  const { chats } = texts.value;
  const draft = drafts.value.get(id)?.trim();
  if (draft) {
    return (
      <span class="row-preview" dir="auto">
        <span class="draft">{chats.draft}</span> {draft.slice(0, 120)}
      </span>
    );
  }
  if (waitingText !== undefined)
    return (
      <span class="row-preview" dir="auto">
        {chats.you(waitingText.slice(0, 120))}
      </span>
    );
  if (lastMessage === null) return <span class="row-preview faint">{chats.noMessages}</span>;
  if (lastMessage.text === null) return <span class="row-preview faint">{chats.deleted}</span>;
  const text = lastMessage.text.slice(0, 120);
  return (
    <span class="row-preview" dir="auto">
      {lastMessage.senderId === ownId() ? chats.you(text) : text}
    </span>
  );
}
