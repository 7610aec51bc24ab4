import { editing } from '../state/messages.js';
import { texts } from '../texts/index.js';
import { Icon } from './icon.js';

export function EditBanner({ text }: { text: string }) {
  const { chat } = texts.value;
  return (
    <div class="edit-banner">
      <Icon name="edit" size={18} />
      <span class="edit-banner-text">
        <strong>{chat.editing}</strong>
        <span dir="auto">{text}</span>
      </span>
      <button class="icon-button" type="button" aria-label={chat.cancelEdit} onClick={() => (editing.value = null)}>
        <Icon name="close" size={18} />
      </button>
    </div>
  );
}
