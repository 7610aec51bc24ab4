/** Arrow keys move between the messages; the list is one stop of the Tab key. */
export function moveFocus(event: KeyboardEvent): void {
  const message = (event.target as HTMLElement).closest<HTMLElement>('[data-key]');
  const list = message?.parentElement;
  if (!message || !list || event.target !== message) return;
  const all = [...list.querySelectorAll<HTMLElement>('[data-key]')];
  const next = nextIndex(event.key, all.indexOf(message), all.length);
  if (next === undefined) return;
  event.preventDefault();
  all[next]?.focus();
}

function nextIndex(key: string, index: number, length: number): number | undefined {
  if (key === 'ArrowUp') return Math.max(0, index - 1);
  if (key === 'ArrowDown') return Math.min(length - 1, index + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? length - 1 : undefined;
}
