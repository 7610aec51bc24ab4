import { batch, useSignal } from '@preact/signals';
import { ProblemError } from '@messenger/client';
import { Form } from '../forms/form.js';
import { PasswordField } from '../forms/password-field.js';
import { arrivalNotice, confirmReset, resetToken } from '../state/arrival.js';
import { navigate } from '../state/route.js';
import { texts } from '../texts/index.js';

/** Where the link of a mail leads. One that has expired leads to where a new one is sent. */
export function NewPassword() {
  const { signIn, dialog } = texts.value;
  const password = useSignal('');

  async function submit(): Promise<void> {
    try {
      await confirmReset(password.value);
      navigate({ screen: 'chats' }, { replace: true });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.reason !== 'EMAIL_TOKEN_INVALID') throw error;
      batch(() => {
        arrivalNotice.value = { kind: 'reason', reason: error.reason };
        resetToken.value = null;
        navigate({ screen: 'forgot' }, { replace: true });
      });
    }
  }

  return (
    <>
      <h1>{signIn.resetTitle}</h1>
      <p class="welcome-intro">{signIn.resetIntro}</p>
      <Form action={signIn.changePassword} submit={submit}>
        <PasswordField label={signIn.newPassword} autocomplete="new-password" value={password} required minLength={8} />
      </Form>
      <p class="welcome-switch">
        <button type="button" class="link" onClick={() => (resetToken.value = null)}>
          {dialog.cancel}
        </button>
      </p>
    </>
  );
}
