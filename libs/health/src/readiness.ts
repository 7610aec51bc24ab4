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

interface CheckResult {
  name: string;
  dependency: Dependency;
  /** "ok", or what is wrong. */
  result: string;
}

/** Whether this process can do its work now: it is up, not draining, and what it requires answers. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, { check: ReadinessCheck; dependency: Dependency }>();
  private phase: 'starting' | 'serving' | 'draining' = 'starting';
  private asking: Promise<CheckResult[]> | undefined;

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

  /** Whether everything that is required answers. Those who ask at the same time share one answer. */
  async isWell(): Promise<boolean> {
    this.asking ??= this.ask(['required']).finally(() => (this.asking = undefined));
    return (await this.asking).every(({ result }) => result === 'ok');
  }

  async report(): Promise<ReadinessReport> {
    const results = await this.ask(['required', 'helpful']);
    const missing = results.some(({ dependency, result }) => dependency === 'required' && result !== 'ok');
    const checks = Object.fromEntries(results.map(({ name, result }) => [name, result]));
    return { ready: !missing && this.phase === 'serving', phase: this.phase, checks };
  }

  private ask(dependencies: Dependency[]): Promise<CheckResult[]> {
    const checks = [...this.checks].filter(([, { dependency }]) => dependencies.includes(dependency));
    return Promise.all(
      checks.map(async ([name, { check, dependency }]) => ({ name, dependency, result: await outcome(check) })),
    );
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
