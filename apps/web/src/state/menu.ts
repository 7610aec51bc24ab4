import { signal } from '@preact/signals';
import type { ChatMessage } from '../storage/database.js';

/** The menu of a message, beside the element that has opened it. */
export const menu = signal<{ message: ChatMessage; opener: HTMLElement } | null>(null);

export function openMenu(message: ChatMessage, opener: HTMLElement): void {
  menu.value = { message, opener };
}

export function closeMenu({ focus = true } = {}): void {
  if (focus) menu.value?.opener.focus({ preventScroll: true });
  menu.value = null;
}
