/** How far an export is. */
export interface ExportProgress {
  writtenMessages: number;
  totalMessages: number;
}
