import { useSignal } from '@preact/signals';
import { CheckField } from '../forms/check-field.js';
import { Form } from '../forms/form.js';
import { PasswordField } from '../forms/password-field.js';
import { deleteAccount } from '../state/account.js';
import { confirm } from '../state/dialog.js';
import { texts } from '../texts/index.js';

export function AccountDeletion() {
  const { data } = texts.value;
  const password = useSignal('');
  const keepMessages = useSignal(false);

  async function submit(): Promise<void> {
    const isSure = await confirm({ title: data.deleteTitle, text: data.deleteText, action: data.delete });
    if (isSure) await deleteAccount(password.value, keepMessages.value);
  }

  return (
    <section class="card">
      <h2>{data.account}</h2>
      <p class="card-hint">{data.accountHint}</p>
      <Form action={data.delete} submit={submit} isDangerous>
        <PasswordField label={data.password} autocomplete="current-password" value={password} />
        <CheckField label={data.keepMessages} value={keepMessages} />
      </Form>
    </section>
  );
}
