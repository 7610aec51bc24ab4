import type { AppName, AppProcess } from '@messenger/stack';
import type { TcpProxy } from '@messenger/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { ScriptedCluster } from '../kubernetes/scripted-cluster.js';
import type { TestStack } from '../support/test-stack.js';

const PAUSE_MS = 100;
/** By real metrics; but the one connection of the gateway may stay with stable, and the machine is busy with the load. */
const SETTINGS = { MIN_REQUESTS: '0', MAX_SLOW: '100', WAIT_SECONDS: '600' };

interface Release {
  image: string;
  instance: AppProcess;
}

/** A scripted cluster in which the Deployments of one app are processes, and its Service is a proxy before them. */
export class ProcessCluster {
  private readonly cluster = new ScriptedCluster();
  private readonly releases = new Map<string, Release>();
  private isFollowing = true;
  private readonly following: Promise<void>;
  private turn = 0;

  constructor(
    private readonly stack: TestStack,
    service: TcpProxy,
    private readonly app: AppName,
    stable: AppProcess,
  ) {
    this.cluster.setRelease(app, 'stable', '1.0.0', 1);
    this.runsAs('stable', { image: this.imageOf('stable'), instance: stable });
    service.route = () => Number(this.next().instance.env.GRPC_PORT);
    this.following = this.follow();
  }

  get stable(): AppProcess {
    return this.releases.get('stable')!.instance;
  }

  async run(script: string, ...args: string[]): Promise<string> {
    const { code, output } = await this.cluster.runWith(SETTINGS, script, ...args);
    expect(code, output).toBe(0);
    expect(this.cluster.violations).toBe('');
    return output;
  }

  /** Ends a script after so many of its changes. */
  async cutOff(changes: number, script: string, ...args: string[]): Promise<void> {
    this.cluster.set('changes');
    const { code } = await this.cluster.runWith({ ...SETTINGS, KILL_AFTER: String(changes) }, script, ...args);
    expect(code).toBeNull();
  }

  async stop(): Promise<void> {
    this.isFollowing = false;
    await this.following;
    this.cluster.remove();
  }

  /** Whom the Service gives the next connection: the pinned release, or each in turn. */
  private next(): Release {
    const pinned = this.releases.get(this.cluster.read(`selector of ${this.app}`));
    const all = [...this.releases.values()];
    return pinned ?? all[this.turn++ % all.length]!;
  }

  private async follow(): Promise<void> {
    while (this.isFollowing) {
      for (const release of this.cluster.releases) await this.bringUp(release);
      for (const release of this.releases.keys()) await this.takeDown(release);
      await sleep(PAUSE_MS);
    }
  }

  private async bringUp(release: string): Promise<void> {
    const image = this.imageOf(release);
    const before = this.releases.get(release);
    if (image === '' || image === before?.image) return;
    const instance = await this.stack.startSecond(this.app);
    await instance.whole();
    this.runsAs(release, { image, instance });
    await before?.instance.stop();
  }

  private async takeDown(release: string): Promise<void> {
    if (this.imageOf(release) !== '') return;
    const { instance } = this.releases.get(release)!;
    this.releases.delete(release);
    await instance.stop();
    this.cluster.delete(`up/${this.deploymentOf(release)}`);
  }

  private runsAs(release: string, { image, instance }: Release): void {
    this.releases.set(release, { image, instance });
    this.cluster.set(`port of service/${this.app}-preview`, instance.env.GRPC_PORT);
    this.cluster.set(`port of pod/${release}-1`, new URL(instance.adminUrl).port);
    this.cluster.set(`up/${this.deploymentOf(release)}`, `${image}\n`);
  }

  private imageOf(release: string): string {
    return this.cluster.read(`releases/${this.app}/${release}`);
  }

  private deploymentOf(release: string): string {
    return release === 'stable' ? this.app : `${this.app}-${release}`;
  }
}
