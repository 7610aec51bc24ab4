/** A count in a pill; nothing at 0. */
export function Badge({ count, label }: { count: number; label: (count: number) => string }) {
  if (count === 0) return null;
  return (
    <span class="badge">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span class="hidden"> {label(count)}</span>
    </span>
  );
}
