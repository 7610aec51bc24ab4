import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { drafts, setDraft } from '../state/drafts.js';
import { historyOf } from '../state/histories.js';
import { edit, editing } from '../state/messages.js';
import { attempt } from '../state/notices.js';
import { ownId } from '../state/session.js';
import { write } from '../state/unsent.js';

const MAX_CHARACTERS = 4_096;

/** A keyboard on the screen has no Shift+Enter: there Enter begins a new line. */
function hasKeyboard(): boolean {
  return matchMedia('(hover: hover), (pointer: fine)').matches;
}

/** The text of a chat's field: its draft, or the message that is being edited. */
function useText(chatId: string) {
  const edited = editing.value?.chatId === chatId ? editing.value : null;
  const [editedText, setEditedText] = useState('');
  useLayoutEffect(() => setEditedText(edited?.text ?? ''), [edited?.id]);
  const text = edited ? editedText : (drafts.value.get(chatId) ?? '');
  const setText = (next: string) => (edited ? setEditedText(next) : setDraft(chatId, next));
  return { edited, text, setText };
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
    if (!edited) return write(chatId, text.trimEnd());
    if (text === edited.text || (await attempt(() => edit(edited, text.trimEnd())))) editing.value = null;
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
  editing.value = own;
}
