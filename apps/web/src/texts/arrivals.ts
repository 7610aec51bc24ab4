import type { ArrivalNotice } from '../state/arrival.js';
import { texts } from './index.js';
import { textOfError, textOfReason } from './refusals.js';
import { dateOf } from './times.js';

export function textOfArrival(notice: ArrivalNotice): string {
  const { signIn, reasons, data } = texts.value;
  switch (notice.kind) {
    case 'reason':
      // Anybody may have written the address: only known reasons are shown.
      return textOfReason(notice.reason) ?? reasons.GOOGLE_FAILED;
    case 'error':
      return textOfError(notice.error);
    case 'verify-first':
      return signIn.verifyFirst;
    case 'verified':
      return signIn.emailVerified;
    case 'link-expired':
      return reasons.EMAIL_TOKEN_INVALID;
    case 'account-deleted':
      return data.deleted(dateOf(notice.eraseAt));
    case 'password-changed':
      return signIn.passwordChanged;
  }
}
