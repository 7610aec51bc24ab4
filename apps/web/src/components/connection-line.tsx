import { useSignal, useSignalEffect } from '@preact/signals';
import { connection, reconnect } from '../state/connection.js';
import { texts } from '../texts/index.js';

/** A short interruption is none of the reader's concern. */
const SILENT_MS = 1_500;

/** Says that the live connection is away. It lies above the list, so nothing moves. */
export function ConnectionLine() {
  const { connection: words } = texts.value;
  const isLate = useSignal(false);
  useSignalEffect(() => {
    isLate.value = false;
    if (connection.value === 'live') return;
    const timer = setTimeout(() => (isLate.value = true), SILENT_MS);
    return () => clearTimeout(timer);
  });
  const isShown = connection.value !== 'live' && (isLate.value || connection.value === 'elsewhere');
  return (
    <div class="connection" role="status" data-shown={isShown}>
      {isShown && <span>{connection.value === 'elsewhere' ? words.elsewhere : words.offline}</span>}
      {isShown && connection.value === 'elsewhere' && (
        <button class="link" type="button" onClick={reconnect}>
          {words.reconnect}
        </button>
      )}
    </div>
  );
}
