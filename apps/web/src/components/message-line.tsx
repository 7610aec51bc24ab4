import type { Line } from '../state/timeline.js';
import type { Chat } from '../storage/database.js';
import { texts } from '../texts/index.js';
import { dayOf } from '../texts/times.js';
import { MessageItem } from './message-item.js';
import { UnsentItem } from './unsent-item.js';

/** @param isEntry whether the Tab key comes to this line */
export function MessageLine({ line, chat, isEntry }: { line: Line; chat: Chat; isEntry: boolean }) {
  switch (line.kind) {
    case 'day':
      return (
        <li class="day-line">
          <span>{dayOf(line.time)}</span>
        </li>
      );
    case 'new':
      return (
        <li class="new-line">
          <span>{texts.value.chat.newMessages}</span>
        </li>
      );
    case 'message':
      return (
        <MessageItem
          message={line.message}
          lineKey={line.key}
          isFirst={line.isFirst}
          isLast={line.isLast}
          isRead={line.message.seq <= chat.peerReadSeq}
          isEntry={isEntry}
        />
      );
    case 'unsent':
      return <UnsentItem line={line} isEntry={isEntry} />;
  }
}
