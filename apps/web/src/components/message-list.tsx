import { useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { historyOf } from '../state/histories.js';
import type { ChatHistory } from '../state/history.js';
import { ownId } from '../state/session.js';
import { timeline, type Line } from '../state/timeline.js';
import { unsentIn } from '../state/unsent.js';
import type { Chat } from '../storage/database.js';
import { texts } from '../texts/index.js';
import { startOfDay } from '../texts/times.js';
import { HistoryScroller } from './history-scroller.js';
import { moveFocus } from './message-focus.js';
import { MessageLine } from './message-line.js';
import { ToNewest } from './to-newest.js';

/** @param chat the same as long as this component lives: another chat has a list of its own */
export function MessageList({ chat }: { chat: Chat }) {
  const history = historyOf(chat.id);
  const lines = useLines(chat, history);
  const elements = { scroller: useRef<HTMLDivElement>(null), content: useRef<HTMLOListElement>(null) };
  const [place, setPlace] = useState<HistoryScroller>();

  useLayoutEffect(() => {
    if (!elements.scroller.current || !elements.content.current) return;
    const created = new HistoryScroller(elements.scroller.current, elements.content.current, history);
    setPlace(created);
    return () => created.stop();
  }, []);
  useLayoutEffect(() => place?.onLines(), [lines, place, history.isOpen.value]);
  useOwnMessages(chat.id, () => void place?.toNewest());

  return (
    <div class="history">
      <div class="history-scroller" ref={elements.scroller}>
        <ol class="history-content" ref={elements.content} aria-label={texts.value.chat.history} onKeyDown={moveFocus}>
          {lines.map((line, index) => (
            <MessageLine key={line.key} line={line} chat={chat} isEntry={index === lines.length - 1} />
          ))}
        </ol>
        <Beginning chat={chat} history={history} isEmpty={lines.length === 0} />
      </div>
      {place?.isAway.value && <ToNewest count={chat.unreadCount} onClick={() => void place.toNewest()} />}
    </div>
  );
}

/** The mark of new messages stays where it was when the chat was opened. */
function useLines(chat: Chat, history: ChatHistory): Line[] {
  const newAfterSeq = useState(chat.unreadCount > 0 ? chat.readSeq : null)[0];
  const messages = history.shown.value;
  const unsent = history.showsNewest.value ? unsentIn(chat.id).value : [];
  return useMemo(
    () => timeline({ messages, unsent, newAfterSeq, ownId: ownId(), dayOf: (time) => startOfDay(new Date(time)) }),
    [messages, unsent],
  );
}

/** Calls `onWritten` for each message that is written here: it is shown wherever one reads. */
function useOwnMessages(chatId: string, onWritten: () => void): void {
  const count = useRef(Infinity);
  useSignalEffect(() => {
    const { length } = unsentIn(chatId).value;
    if (length > count.current) onWritten();
    count.current = length;
  });
}

function Beginning({ chat, history, isEmpty }: { chat: Chat; history: ChatHistory; isEmpty: boolean }) {
  const { chat: words, people } = texts.value;
  if (!isEmpty) return null;
  if (history.isOpen.value) return <p class="history-empty">{words.empty(chat.peer.nickname ?? people.unknown)}</p>;
  return history.failed.value ? <p class="history-empty">{words.startFailed}</p> : null;
}
