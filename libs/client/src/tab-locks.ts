/** The part of the Web Locks API that the client uses. */
interface LockManager {
  request<Result>(
    name: string,
    options: { mode: 'exclusive' | 'shared'; signal?: AbortSignal },
    work: () => Promise<Result>,
  ): Promise<Result>;
  query(): Promise<{ held?: { name?: string }[] }>;
}

/**
 * Undefined outside of secure contexts, as for a page over http that is not of this machine. Then tabs may refresh at the
 * same time, and the API gives them the very same successor.
 */
function lockManager(): LockManager | undefined {
  return (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
}

/** Does the work in one tab at a time. */
export async function withLock<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  const locks = lockManager();
  return locks === undefined ? work() : locks.request(`messenger session ${url}`, { mode: 'exclusive' }, work);
}

/** Counts this tab among those that are signed in, until the signal aborts. */
export function joinTabs(url: string, ended: AbortSignal): void {
  const untilEnd = () => new Promise<void>((resolve) => ended.addEventListener('abort', () => resolve()));
  void lockManager()?.request(tabLock(url), { mode: 'shared' }, untilEnd);
}

export async function hasOtherTabs(url: string): Promise<boolean> {
  const { held = [] } = (await lockManager()?.query()) ?? {};
  return held.filter(({ name }) => name === tabLock(url)).length > 1;
}

function tabLock(url: string): string {
  return `messenger tab ${url}`;
}
