import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { textOfError } from '../texts/refusals.js';

interface Props {
  /** Of the button. */
  action: string;
  /** Rejects where it is refused: the form says why, in words. */
  submit: () => Promise<void>;
  /** Shown once it is done. */
  done?: string | undefined;
  isDangerous?: boolean;
  /** What a field has to be, by its name in the API, where this form has words of its own for it. */
  fields?: Record<string, string>;
  children: ComponentChildren;
}

export function Form({ action, submit, done, isDangerous = false, fields, children }: Props) {
  const isBusy = useSignal(false);
  const error = useSignal<unknown>(null);

  async function onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    error.value = null;
    try {
      await submit();
    } catch (caught) {
      error.value = caught;
    } finally {
      isBusy.value = false;
    }
  }

  const message = error.value === null ? done : textOfError(error.value, fields);
  return (
    <form class="form" onSubmit={(event) => void onSubmit(event)}>
      {children}
      <div role="status">
        {message !== undefined && (
          <p class="form-message" data-error={error.value !== null}>
            {message}
          </p>
        )}
      </div>
      <button class={`button ${isDangerous ? 'danger' : 'primary'}`} type="submit" aria-disabled={isBusy.value}>
        {action}
      </button>
    </form>
  );
}
