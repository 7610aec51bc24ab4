import { useLayoutEffect, useRef } from 'preact/hooks';
import { drafts, setDraft } from '../state/drafts.js';
import { historyOf } from '../state/histories.js';
import { beginEdit, editing, finishEdit } from '../state/messages.js';
import { ownId } from '../state/session.js';
import { write } from '../state/unsent.js';

const MAX_CHARACTERS = 4_096;

/** A keyboard on the screen has no Shift+Enter: there Enter begins a new line. */
function hasKeyboard(): boolean {
  return matchMedia('(hover: hover), (pointer: fine)').matches;
}

/** The text of a chat's field: its draft, or the message that is being edited. */
function useText(chatId: string) {
  const current = editing.value?.message.chatId === chatId ? editing.value : null;
  const text = current?.text ?? drafts.value.get(chatId) ?? '';
  const setText = (next: string) => (current ? (editing.value = { ...current, text: next }) : setDraft(chatId, next));
  return { edited: current?.message, text, setText };
}

export function useComposer(chatId: string) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { edited, text, setText } = useText(chatId);
  const over = [...text].length - MAX_CHARACTERS;
  const canSend = text.trim() !== '' && over <= 0;

  useLayoutEffect(() => {
    if (edited || hasKeyboard()) field.current?.focus({ preventScroll: true });
  }, [edited?.id, chatId]);
  useLayoutEffect(() => fit(field.current), [text]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!canSend) return;
    field.current?.focus();
    await (edited ? finishEdit() : write(chatId, text.trimEnd()));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && hasKeyboard()) void submit(event);
    if (event.key === 'Escape') editing.value = null;
    if (event.key === 'ArrowUp' && text === '') editLast(event, chatId);
  }

  return { field, edited, text, setText, over, canSend, submit, onKeyDown };
}

/** As high as its text, where the style sheet cannot do it. */
function fit(field: HTMLTextAreaElement | null): void {
  if (field === null || CSS.supports('field-sizing', 'content')) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

function editLast(event: Event, chatId: string): void {
  const own = historyOf(chatId).shown.value.findLast(
    (message) => message.senderId === ownId() && message.text !== null,
  );
  if (own === undefined) return;
  event.preventDefault();
  beginEdit(own);
}
