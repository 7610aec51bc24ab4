import { PeriodicTask } from '@messenger/schedule';
import type { JwksCache } from './jwks-cache.js';

/** With auth-service's own second, and the time of a call, a revoked key is refused everywhere within 5 s. */
const INTERVAL_MS = 2_000;

/** Fetches the keys by time, so that a revoked one is refused although nobody shows an unknown one. */
export class JwksRefresh extends PeriodicTask {
  constructor(private readonly keys: JwksCache) {
    super(INTERVAL_MS);
  }

  /** Where auth-service is away the keys stay as they are; its readiness is reported elsewhere. */
  async run(): Promise<void> {
    await this.keys.refetch().catch(() => undefined);
  }
}
