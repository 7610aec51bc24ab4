import { attempt } from '../state/notices.js';
import { texts } from '../texts/index.js';
import { ExportRow } from './export-row.js';
import { downloadExport, useExport } from './use-export.js';

/** The person's data as a file: it is made by the server, and kept there for some days. */
export function ExportSettings() {
  const { data } = texts.value;
  const { latest, isStarting, start, remove } = useExport();
  return (
    <section class="card">
      <h2>{data.export}</h2>
      <p class="card-hint">{data.exportHint}</p>
      <div role="status">
        {isStarting && <p>{data.running(0, 0)}</p>}
        {latest && !isStarting && (
          <ExportRow
            latest={latest}
            download={() => void attempt(() => downloadExport(latest.id))}
            remove={() => void attempt(remove)}
          />
        )}
      </div>
      {latest?.state !== 'running' && !isStarting && (
        <button class="button" type="button" onClick={() => void attempt(start)}>
          {latest ? data.makeAgain : data.make}
        </button>
      )}
    </section>
  );
}
