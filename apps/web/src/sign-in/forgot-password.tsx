import { useSignal } from '@preact/signals';
import { ok } from '@messenger/client';
import { Form } from '../forms/form.js';
import { TextField } from '../forms/text-field.js';
import { hrefOf } from '../state/route.js';
import { guestApi } from '../state/session.js';
import { texts } from '../texts/index.js';
import { ArrivalLine } from './arrival-line.js';
import { typedEmail } from './typed-email.js';

export function ForgotPassword() {
  const { signIn, chat } = texts.value;
  const isSent = useSignal(false);

  async function submit(): Promise<void> {
    await ok(guestApi().POST('/v1/auth/password-reset', { body: { email: typedEmail.value } }));
    isSent.value = true;
  }

  return (
    <>
      <h1>{signIn.forgotTitle}</h1>
      <p class="welcome-intro">{signIn.forgotIntro}</p>
      <ArrivalLine />
      <Form action={signIn.sendLink} submit={submit} done={isSent.value ? signIn.linkSent : undefined}>
        <TextField label={signIn.email} type="email" autocomplete="username" value={typedEmail} required />
      </Form>
      <p class="welcome-switch">
        <a href={hrefOf({ screen: 'chats' })}>{chat.back}</a>
      </p>
    </>
  );
}
