import { useSignal, type Signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { texts } from '../texts/index.js';

interface Props {
  label: string;
  value: Signal<string>;
  autocomplete: 'current-password' | 'new-password';
  required?: boolean;
  minLength?: number;
}

export function PasswordField({ label, value, ...more }: Props) {
  const id = useId();
  const isShown = useSignal(false);
  const { signIn } = texts.value;
  const type: Record<string, string> = { type: isShown.value ? 'text' : 'password' };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          {...type}
          value={value.value}
          {...more}
          onInput={({ currentTarget }) => (value.value = currentTarget.value)}
        />
        <button
          class="icon-button"
          type="button"
          aria-label={isShown.value ? signIn.hidePassword : signIn.showPassword}
          onClick={() => (isShown.value = !isShown.value)}
        >
          <Icon name={isShown.value ? 'eye-off' : 'eye'} size={20} />
        </button>
      </div>
    </div>
  );
}
