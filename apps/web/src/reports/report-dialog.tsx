import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { CheckField } from '../forms/check-field.js';
import { Form } from '../forms/form.js';
import { TextField } from '../forms/text-field.js';
import { showText } from '../state/notices.js';
import { report, reported, type Reported } from '../state/reports.js';
import { texts } from '../texts/index.js';

const MAX_CHARACTERS = 1_000;

export function ReportDialog() {
  return reported.value && <Report about={reported.value} />;
}

function Report({ about }: { about: Reported }) {
  const { reports, dialog: words } = texts.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const text = useSignal('');
  const withContext = useSignal(true);
  useLayoutEffect(() => dialog.current?.showModal(), []);

  async function submit(): Promise<void> {
    await report(about, text.value, withContext.value);
    close();
    showText(reports.sent);
  }

  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="report-title" onClose={close}>
      <h2 id="report-title">{about.message ? reports.messageTitle : reports.personTitle}</h2>
      <p>{reports.hint}</p>
      {about.message && (
        <blockquote class="reported" dir="auto">
          {about.message.text}
        </blockquote>
      )}
      <Form action={reports.send} submit={submit} fields={{ text: reports.textRule }}>
        <TextField label={reports.text} value={text} rows={3} maxLength={MAX_CHARACTERS} required />
        {about.message && <CheckField label={reports.withContext} value={withContext} />}
      </Form>
      <button type="button" class="button" onClick={close}>
        {words.cancel}
      </button>
    </dialog>
  );
}

function close(): void {
  reported.value = null;
}
