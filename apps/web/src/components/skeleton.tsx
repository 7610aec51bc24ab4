import { texts } from '../texts/index.js';

const ROWS = [0, 1, 2, 3, 4, 5];

/** The place that a list will take, so that nothing jumps when it comes. */
export function Skeleton() {
  return (
    <div class="skeleton" role="status">
      <span class="hidden">{texts.value.loading}</span>
      {ROWS.map((row) => (
        <div class="skeleton-row" key={row} aria-hidden="true">
          <span class="skeleton-circle" />
          <span class="skeleton-line" />
        </div>
      ))}
    </div>
  );
}
