/** The browser has no locks for a page over http that is not of this machine: then this tab alone takes turns. */
const queues = new Map<string, Promise<void>>();

/** Does the work in one tab at a time, one after the other. Rejects where the signal aborts before its turn. */
export async function withLock(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  // Missing outside of secure contexts.
  const { locks } = navigator as { locks?: LockManager };
  if (locks !== undefined) return locks.request(name, { signal }, work);
  const turn = (queues.get(name) ?? Promise.resolve()).then(work);
  queues.set(
    name,
    turn.catch(() => undefined),
  );
  return turn;
}
