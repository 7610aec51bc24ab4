import { useLayoutEffect, useRef } from 'preact/hooks';
import { question } from '../state/dialog.js';
import { texts } from '../texts/index.js';

export function QuestionDialog() {
  const asked = question.value;
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (asked !== null && !dialog.current?.open) dialog.current?.showModal();
  }, [asked]);
  if (asked === null) return null;
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="question-title" onClose={() => asked.answer(false)}>
      <h2 id="question-title">{asked.title}</h2>
      <p>{asked.text}</p>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={() => asked.answer(false)}>
          {texts.value.dialog.cancel}
        </button>
        <button type="button" class="button danger" onClick={() => asked.answer(true)}>
          {asked.action}
        </button>
      </div>
    </dialog>
  );
}
