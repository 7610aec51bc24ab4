import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCluster } from './scripted-cluster.js';

/** As kubectl prints it: the pod, why its container waits, why it has no node. */
const trouble = (reason: string, message: string) => `pod-1\t${reason}\t${message}\t\t`;
const NO_NODE = 'pod-1\t\t\tUnschedulable\t0/3 nodes are available: 3 Insufficient cpu.';

let cluster: ScriptedCluster;

beforeEach(() => {
  cluster = new ScriptedCluster();
});

afterEach(() => cluster.remove());

/** Twelve looks. */
const PATIENT = { WAIT_SECONDS: '60' };

/** How often it has looked before it gave up. */
const looks = () => cluster.read('calls').match(/^(rollout status|wait job)/gm)?.length ?? 0;

describe('a script that waits', { timeout: 60_000 }, () => {
  it.each([
    ['an image that is not there', trouble('ImagePullBackOff', 'Back-off pulling image "chat-service:1.1.O"')],
    ['a registry that refuses', trouble('ErrImagePull', 'authorization failed')],
    ['an app that crashes', trouble('CrashLoopBackOff', 'back-off 10s restarting failed container')],
    ['a node that is too small', NO_NODE],
  ])('gives up after two looks of five seconds at %s, and shows it', async (_what, lines) => {
    cluster.set('chat-service never gets ready').set('trouble of chat-service', lines);
    const { code, output } = await cluster.runWith(PATIENT, 'rolling', '1.1.0');
    expect(code).toBe(1);
    expect(looks() - 3 - 4).toBe(2);
    expect(output).toContain(lines.split('\t').find((field) => field.includes(' '))!);
    expect(output).toContain('the log of pod-1');
    expect(output).toContain('chat-service is not ready as 1.1.0; its pods of before answer');
  });

  it('waits longer for a secret, which an operator may be about to make', async () => {
    cluster.set('chat-service never gets ready');
    cluster.set('trouble of chat-service', trouble('CreateContainerConfigError', 'secret "rabbitmq" not found'));
    const { code, output } = await cluster.runWith({ WAIT_SECONDS: '600' }, 'rolling', '1.1.0');
    expect(code).toBe(1);
    expect(looks() - 3 - 4).toBe(24);
    expect(output).toContain('after 60 s: pod-1: CreateContainerConfigError: secret "rabbitmq" not found');
  });

  it('looks past the pods of a template before, which this release mends', async () => {
    cluster.set('chat-service never gets ready').set('templates of chat-service', '9 old\n10 new\n');
    cluster.set('trouble of old', trouble('CrashLoopBackOff', 'of before'));
    const { output } = await cluster.runWith({ WAIT_SECONDS: '30' }, 'rolling', '1.1.0');
    expect(looks() - 3 - 4).toBe(6);
    expect(output).not.toContain('of before\n');
  });

  it('shows what a migration says meanwhile: that it waits for its server', async () => {
    cluster.set('chat-service-migration hangs');
    const { output } = await cluster.runWith({ JOB_SECONDS: '10' }, 'rolling', '1.1.0');
    expect(output).toContain('after 5 s: the log of --selector job-name=chat-service-migration');
  });

  it.each([
    ['has failed', 'chat-service-migration fails', 'chat-service-migration has failed'],
    ['cannot get its image', 'chat-service-migration hangs', 'ErrImagePull: no such tag'],
  ])('gives up on a migration that %s, with its log, and leaves the pods as they are', async (_how, file, why) => {
    cluster.set(file);
    if (file.endsWith('hangs')) {
      cluster.set('trouble of chat-service-migration', trouble('ErrImagePull', 'no such tag'));
    }
    const { code, output } = await cluster.run('rolling', '1.1.0');
    expect([code, output]).toEqual([1, expect.stringContaining(why)]);
    expect(output).toMatch(/the log of/);
    expect(output).toContain('The schema of chat-service is not migrated; its pods are as before');
    expect(cluster.read('releases/chat-service/stable')).toContain(':1.0.0');
    expect(looks()).toBeLessThanOrEqual(3 + 2);
  });
});
