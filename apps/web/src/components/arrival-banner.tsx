import { ok } from '@messenger/client';
import { arrivalNotice } from '../state/arrival.js';
import { attempt, showText } from '../state/notices.js';
import { api } from '../state/session.js';
import { textOfArrival } from '../texts/arrivals.js';
import { texts } from '../texts/index.js';
import { Icon } from './icon.js';

/** What came of a link or a sign-in at Google, for who is signed in. */
export function ArrivalBanner() {
  const notice = arrivalNotice.value;
  const { signIn, dialog } = texts.value;
  if (notice === null) return null;

  async function sendNewLink(): Promise<void> {
    arrivalNotice.value = null;
    await ok(api().POST('/v1/auth/email-verification'));
    showText(signIn.newLinkSent);
  }

  return (
    <div class="arrival" role="status">
      <span>{textOfArrival(notice)}</span>
      {notice.kind === 'link-expired' && (
        <button class="link" type="button" onClick={() => void attempt(sendNewLink)}>
          {signIn.sendNewLink}
        </button>
      )}
      <button class="icon-button" type="button" aria-label={dialog.close} onClick={() => (arrivalNotice.value = null)}>
        <Icon name="close" size={18} />
      </button>
    </div>
  );
}
