import { openMenu } from '../state/menu.js';
import { ownId } from '../state/session.js';
import type { ChatMessage } from '../storage/database.js';
import { texts } from '../texts/index.js';
import { fullTimeOf, timeOf } from '../texts/times.js';
import { Icon } from './icon.js';
import { MessageState } from './message-state.js';
import { MessageText } from './message-text.js';

interface Props {
  message: ChatMessage;
  lineKey: string;
  isFirst: boolean;
  isLast: boolean;
  isRead: boolean;
  isEntry: boolean;
}

/** Drawn anew only where something of it has changed: signals compare the props. */
export function MessageItem({ message, lineKey, isFirst, isLast, isRead, isEntry }: Props) {
  const { chat: words } = texts.value;
  const isOwn = message.senderId === ownId();
  const isDeleted = message.deletedAt !== null;

  function open(event: Event): void {
    if (isDeleted) return;
    event.preventDefault();
    openMenu(message, event.currentTarget as HTMLElement);
  }

  return (
    <li
      class="message"
      tabIndex={isEntry ? 0 : -1}
      data-key={lineKey}
      data-seq={message.seq}
      data-own={isOwn}
      data-first={isFirst}
      data-last={isLast}
      onContextMenu={open}
      onKeyDown={(event) => event.key === 'Enter' && event.target === event.currentTarget && open(event)}
    >
      <Bubble message={message} isRead={isRead} />
      {!isDeleted && (
        <button class="message-more" type="button" tabIndex={-1} aria-label={words.actions} onClick={open}>
          <Icon name="more" />
        </button>
      )}
    </li>
  );
}

function Bubble({ message, isRead }: { message: ChatMessage; isRead: boolean }) {
  const { chat } = texts.value;
  const { text, createdAt, editedAt } = message;
  return (
    <div class="bubble" data-deleted={text === null}>
      {text === null ? <span class="message-text">{chat.deleted}</span> : <MessageText text={text} />}
      <span class="message-meta">
        {editedAt !== null && text !== null && <span>{chat.edited}</span>}
        <time dateTime={createdAt} title={fullTimeOf(createdAt)}>
          {timeOf(createdAt)}
        </time>
        {message.senderId === ownId() && text !== null && <MessageState state={isRead ? 'read' : 'sent'} />}
      </span>
    </div>
  );
}
