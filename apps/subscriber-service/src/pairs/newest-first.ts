import { decodePageToken } from '@messenger/database';
import { MAX } from 'uuid';

/** What the next rows come before, by (time, the other person). @throws ValidationFailedError naming `pageToken` */
export function upperBound(pageToken: string | undefined): [time: Date | 'infinity', id: string] {
  const position = decodePageToken(pageToken);
  return position === undefined ? ['infinity', MAX] : [position.time, position.id];
}
