import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { JwksCache } from './jwks-cache.js';
import { JwksRefresh } from './jwks-refresh.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('fetches the keys again within 5 seconds, also after a failure and without any token', async () => {
  const fetchJwks = vi.fn<() => Promise<{ keys: [] }>>().mockResolvedValue({ keys: [] });
  const refresh = new JwksRefresh(new JwksCache(fetchJwks));
  refresh.onApplicationBootstrap();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(fetchJwks).toHaveBeenCalledTimes(2);
  fetchJwks.mockRejectedValueOnce(new Error('down'));
  await vi.advanceTimersByTimeAsync(4_000);
  expect(fetchJwks).toHaveBeenCalledTimes(4);
  await refresh.onApplicationShutdown();
});
