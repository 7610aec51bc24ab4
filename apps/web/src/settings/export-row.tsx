import type { components } from '@messenger/client';
import { languageCode, texts } from '../texts/index.js';
import { sizeOf } from '../texts/sizes.js';
import { dateOf } from '../texts/times.js';

export type DataExport = components['schemas']['ExportView'];

interface Props {
  latest: DataExport;
  download: () => void;
  remove: () => void;
}

/** How far the export is, and what can be done with it. */
export function ExportRow({ latest, download, remove }: Props) {
  const { data, dialog } = texts.value;
  return (
    <>
      <p>{progressOf(latest)}</p>
      <div class="card-buttons">
        {latest.state === 'ready' && (
          <button class="button primary" type="button" onClick={download}>
            {data.download}
          </button>
        )}
        <button class="button" type="button" onClick={remove}>
          {latest.state === 'running' ? dialog.cancel : data.remove}
        </button>
      </div>
    </>
  );
}

function progressOf({ state, writtenMessages, totalMessages, sizeBytes, expiresAt }: DataExport): string {
  const { data } = texts.value;
  if (state === 'failed') return data.failed;
  if (state === 'running') return data.running(writtenMessages, totalMessages);
  return data.ready(sizeOf(sizeBytes, languageCode.value), dateOf(expiresAt ?? ''));
}
