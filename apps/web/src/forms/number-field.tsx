import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface Props {
  label: string;
  value: Signal<number>;
  max: number;
}

/** A whole number from 1 on. */
export function NumberField({ label, value, max }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={1}
        max={max}
        required
        value={value.value}
        onInput={({ currentTarget }) => (value.value = currentTarget.valueAsNumber)}
      />
    </div>
  );
}
