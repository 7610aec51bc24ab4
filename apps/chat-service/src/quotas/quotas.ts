/** What one account may store. */
export interface Quotas {
  messagesPerDay: number;
  /** Of new texts and edited ones, in UTF-8. */
  bytesPerDay: number;
  editsPerMessage: number;
}

/** Injects the Quotas. */
export const QUOTAS = Symbol('QUOTAS');
