import { texts } from '../texts/index.js';
import { EditBanner } from './edit-banner.js';
import { Icon } from './icon.js';
import { useComposer } from './use-composer.js';

export function Composer({ chatId }: { chatId: string }) {
  const { chat } = texts.value;
  const { field, edited, text, setText, over, canSend, submit, onKeyDown } = useComposer(chatId);
  return (
    <form class="composer" onSubmit={(event) => void submit(event)}>
      {edited && <EditBanner text={edited.text ?? ''} />}
      {over > 0 && (
        <p class="composer-hint" role="status">
          {chat.tooLong(over)}
        </p>
      )}
      <div class="composer-row">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={edited ? chat.editing : chat.message}
          placeholder={chat.placeholder}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button class="send" type="submit" disabled={!canSend} aria-label={edited ? chat.save : chat.send}>
          <Icon name={edited ? 'check' : 'send'} />
        </button>
      </div>
    </form>
  );
}
