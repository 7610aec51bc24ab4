import { announcement, dismiss, notices } from '../state/notices.js';
import { updateReady, applyUpdate } from '../state/update.js';
import { texts } from '../texts/index.js';
import { textOfError } from '../texts/refusals.js';
import { Icon } from './icon.js';

export function Notices() {
  const { update, dialog } = texts.value;
  return (
    <div class="notices">
      <div role="status">
        {notices.value.map((notice) => (
          <p key={notice.id} class="notice" data-error={'error' in notice}>
            <span>{'error' in notice ? textOfError(notice.error) : notice.text}</span>
            <button class="icon-button" type="button" aria-label={dialog.close} onClick={() => dismiss(notice.id)}>
              <Icon name="close" size={16} />
            </button>
          </p>
        ))}
        {updateReady.value && (
          <p class="notice">
            <span>{update.available}</span>
            <button class="link" type="button" onClick={applyUpdate}>
              {update.reload}
            </button>
          </p>
        )}
      </div>
      <p class="hidden" role="log" aria-live="polite">
        {announcement.value}
      </p>
    </div>
  );
}
