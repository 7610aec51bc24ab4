/** Which bytes of a file: the first and the last, counted from 0. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * The range that a Range header asks for; undefined where the whole file is to be sent: no header, or one that is not
 * understood, several ranges among them. 'unsatisfiable' where no byte of it is in the file (RFC 9110, 14.1.2).
 */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (from !== '' && to !== '' && Number(to) < first) return undefined;
  return first > last ? 'unsatisfiable' : { first, last };
}
