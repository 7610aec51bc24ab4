import { connection } from '../state/connection.js';
import { setDraft } from '../state/drafts.js';
import { attempt } from '../state/notices.js';
import type { Line } from '../state/timeline.js';
import { discard, sending, tryAgain } from '../state/unsent.js';
import type { Unsent } from '../storage/database.js';
import { texts } from '../texts/index.js';
import { textOfRefusal } from '../texts/refusals.js';
import { timeOf } from '../texts/times.js';
import { MessageState } from './message-state.js';
import { MessageText } from './message-text.js';

interface Props {
  line: Extract<Line, { kind: 'unsent' }>;
  isEntry: boolean;
}

/** A message that the API has not stored yet, or has refused. */
export function UnsentItem({ line: { unsent, isFirst, key }, isEntry }: Props) {
  const { clientMessageId, refusal, text, createdAt } = unsent;
  const isSending = sending.value.has(clientMessageId) && connection.value === 'live';
  return (
    <li
      class="message"
      tabIndex={isEntry ? 0 : -1}
      data-key={key}
      data-own="true"
      data-first={isFirst}
      data-last="true"
      data-refused={refusal !== undefined}
    >
      <div class="bubble">
        <MessageText text={text} />
        <span class="message-meta">
          <time dateTime={createdAt}>{timeOf(createdAt)}</time>
          <MessageState state={refusal !== undefined ? 'refused' : isSending ? 'sending' : 'waiting'} />
        </span>
      </div>
      {refusal !== undefined && <Refusal unsent={unsent} reason={refusal} />}
    </li>
  );
}

/** Why it was refused, and what to do. */
function Refusal({ unsent, reason }: { unsent: Unsent; reason: string }) {
  const { chat } = texts.value;
  async function takeBack(): Promise<void> {
    setDraft(unsent.chatId, unsent.text);
    await discard(unsent);
  }
  return (
    <div class="refusal" role="alert">
      <p>{textOfRefusal(reason)}</p>
      <div class="refusal-actions">
        <button type="button" class="link" onClick={() => void attempt(() => tryAgain(unsent))}>
          {chat.tryAgain}
        </button>
        <button type="button" class="link" onClick={() => void takeBack()}>
          {chat.takeBack}
        </button>
        <button type="button" class="link" onClick={() => void discard(unsent)}>
          {chat.remove}
        </button>
      </div>
    </div>
  );
}
