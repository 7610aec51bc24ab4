import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface Props {
  label: string;
  value: Signal<string>;
  type?: 'text' | 'email';
  hint?: string;
  autocomplete?: string;
  required?: boolean;
  maxLength?: number;
  /** A field of several lines. */
  rows?: number;
}

export function TextField({ label, value, type = 'text', hint, rows, ...more }: Props) {
  const id = useId();
  const described = hint === undefined ? {} : { 'aria-describedby': `${id}-hint` };
  const shared = { id, dir: 'auto' as const, value: value.value, ...described, ...more };
  const kind: Record<string, string> = { type };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows === undefined ? (
        <input {...shared} {...kind} onInput={({ currentTarget }) => (value.value = currentTarget.value)} />
      ) : (
        <textarea rows={rows} {...shared} onInput={({ currentTarget }) => (value.value = currentTarget.value)} />
      )}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
