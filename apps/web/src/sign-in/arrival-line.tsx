import { arrivalNotice } from '../state/arrival.js';
import { hasEnded } from '../state/session.js';
import { textOfArrival } from '../texts/arrivals.js';
import { texts } from '../texts/index.js';

/** What the page says about how the browser has come here. */
export function ArrivalLine() {
  const notice = arrivalNotice.value;
  const text = notice ? textOfArrival(notice) : hasEnded.value ? texts.value.reasons.SESSION_ENDED : null;
  if (text === null) return null;
  const isError = notice === null || notice.kind === 'reason' || notice.kind === 'error';
  return (
    <p class="form-message" role="status" data-error={isError}>
      {text}
    </p>
  );
}
