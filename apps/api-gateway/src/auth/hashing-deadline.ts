/** auth-service queues passwords to hash: a call with one may take longer than others. */
export const HASHING_DEADLINE_MS = 8_000;
