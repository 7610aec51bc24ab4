import { inviteCode } from '../state/arrival.js';
import { baseUrl } from '../state/session.js';
import { texts } from '../texts/index.js';

/** The gateway writes into the page whether it has Google's credentials. */
export const hasGoogle = () => document.body.dataset.google !== 'off';

export function GoogleButton() {
  const { signIn } = texts.value;
  if (!hasGoogle()) return null;
  return (
    <>
      <p class="or">
        <span>{signIn.or}</span>
      </p>
      <a class="button google" href={addressOf(inviteCode.value)}>
        <img src="google.svg" alt="" width="18" height="18" /> {signIn.google}
      </a>
    </>
  );
}

function addressOf(invite: string | null): string {
  return `${baseUrl()}/v1/auth/google${invite === null ? '' : `?${new URLSearchParams({ invite }).toString()}`}`;
}
