import type { Signal } from '@preact/signals';

export function CheckField({ label, value }: { label: string; value: Signal<boolean> }) {
  return (
    <label class="choice-option">
      <input
        type="checkbox"
        checked={value.value}
        onChange={({ currentTarget }) => (value.value = currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
