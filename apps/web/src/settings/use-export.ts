import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ok } from '@messenger/client';
import { showError } from '../state/notices.js';
import { api } from '../state/session.js';
import type { DataExport } from './export-row.js';

/** How often the API is asked how far a running export is. */
const POLL_MS = 1_000;

/** The latest export, followed until it is ready or has failed. */
export function useExport() {
  const latest = useSignal<DataExport | null>(null);
  const isStarting = useSignal(false);
  useEffect(() => void load().catch(showError), []);
  useEffect(() => {
    if (latest.value?.state !== 'running') return;
    const timer = setTimeout(() => void load().catch(showError), POLL_MS);
    return () => clearTimeout(timer);
  }, [latest.value]);

  async function load(): Promise<void> {
    latest.value = (await ok(api().GET('/v1/exports'))).exports[0] ?? null;
  }

  async function start(): Promise<void> {
    isStarting.value = true;
    try {
      latest.value = await ok(api().POST('/v1/exports'));
    } finally {
      isStarting.value = false;
    }
  }

  async function remove(): Promise<void> {
    if (latest.value === null) return;
    await ok(api().DELETE('/v1/exports/{exportId}', pathOf(latest.value.id)));
    latest.value = null;
  }

  return { latest: latest.value, isStarting: isStarting.value, start, remove };
}

/** The API gives the file to who has a token, which a plain link has not. */
export async function downloadExport(exportId: string): Promise<void> {
  const path = { ...pathOf(exportId), parseAs: 'blob' } as const;
  const href = URL.createObjectURL(await ok(api().GET('/v1/exports/{exportId}/file', path)));
  Object.assign(document.createElement('a'), { href, download: 'messenger-export.zip' }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

function pathOf(exportId: string) {
  return { params: { path: { exportId } } };
}
