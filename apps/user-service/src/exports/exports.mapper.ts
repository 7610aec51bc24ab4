import type { Complete, DataExport as DataExportMessage } from '@messenger/proto';
import { stateOf, type DataExport } from './data-export.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

export function toDataExport(row: DataExport, retentionDays: number): Complete<DataExportMessage> {
  const { id, writtenMessages, totalMessages, sizeBytes, createdAt, updatedAt } = row;
  const state = stateOf(row);
  return {
    ...{ id, state, writtenMessages, totalMessages, sizeBytes, createdAt },
    finishedAt: state === 'running' ? undefined : updatedAt,
    expiresAt: state === 'ready' ? new Date(updatedAt.getTime() + retentionDays * DAY_MS) : undefined,
  };
}
