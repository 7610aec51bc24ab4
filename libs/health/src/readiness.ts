import { Injectable } from '@nestjs/common';

/** A check that takes longer counts as failed. */
const CHECK_TIMEOUT_MS = 1_500;

/** Resolves while the dependency can serve; rejects, or takes too long, while it cannot. */
export type ReadinessCheck = () => Promise<void>;

/** Without a `required` dependency the process can do nothing; without a `helpful` one it still answers. */
export type Dependency = 'required' | 'helpful';

export interface ReadinessReport {
  ready: boolean;
  phase: 'starting' | 'serving' | 'draining';
  /** Each dependency: "ok", or what is wrong with it. */
  checks: Record<string, string>;
}

/** Whether this process can do its work now: it is up, not draining, and what it requires answers. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, { check: ReadinessCheck; dependency: Dependency }>();
  private phase: 'starting' | 'serving' | 'draining' = 'starting';

  register(name: string, dependency: Dependency, check: ReadinessCheck): void {
    this.checks.set(name, { check, dependency });
  }

  /** The process takes requests from now on. */
  serve(): void {
    this.phase = 'serving';
  }

  /** From now on not ready, whatever the dependencies say. */
  drain(): void {
    this.phase = 'draining';
  }

  async report(): Promise<ReadinessReport> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, { check, dependency }]) => ({
        name,
        dependency,
        result: await outcome(check),
      })),
    );
    const missing = results.some(({ dependency, result }) => dependency === 'required' && result !== 'ok');
    const checks = Object.fromEntries(results.map(({ name, result }) => [name, result]));
    return { ready: !missing && this.phase === 'serving', phase: this.phase, checks };
  }
}

async function outcome(check: ReadinessCheck): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check().then(() => 'ok'), timeout]);
  } catch (error) {
    return error instanceof Error && error.message !== '' ? error.message : 'unavailable';
  } finally {
    clearTimeout(timer);
  }
}
