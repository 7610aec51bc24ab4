const KEY = 'messenger.user';

/** Who was signed in here: whose chats are shown before the API answers. It is an id, no proof of anything. */
export function lastUserId(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberUser(userId: string): void {
  try {
    localStorage.setItem(KEY, userId);
  } catch {
    // A browser that keeps nothing asks the API at each start.
  }
}
