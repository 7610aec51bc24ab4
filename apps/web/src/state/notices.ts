import { signal } from '@preact/signals';

/** A line that goes by itself. An error is put into words where it is shown, in the language of that moment. */
export type Notice = { id: number } & ({ text: string } | { error: unknown });

const SHOWN_MS = 6_000;

export const notices = signal<readonly Notice[]>([]);
/** Read out to who does not look at the screen. */
export const announcement = signal('');

let lastId = 0;

export function showText(text: string): void {
  add({ id: ++lastId, text });
}

export function showError(error: unknown): void {
  add({ id: ++lastId, error });
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

/** Does the work; shows why where it fails. Resolves to whether it is done. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    showError(error);
    return false;
  }
}

function add(notice: Notice): void {
  notices.value = [...notices.value.slice(-2), notice];
  setTimeout(() => dismiss(notice.id), SHOWN_MS);
}
