import { readFileSync } from 'node:fs';
import { RESERVED_DESCRIPTORS } from './limits.js';

/**
 * How many clients may be connected: as many as the process may have open files, but for those that it needs itself.
 * Node.js has raised the soft limit to the hard one at its start. Infinity where the platform does not say.
 */
export function maxConnections(): number {
  return Math.max(1, openFilesLimit() - RESERVED_DESCRIPTORS);
}

function openFilesLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? Infinity : Number(soft);
  } catch {
    return Infinity;
  }
}
