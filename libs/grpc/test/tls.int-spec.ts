import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TlsFiles } from '@messenger/config';
import { metricsRegistry } from '@messenger/health';
import { UserServiceService, type UserService } from '@messenger/proto';
import { freePorts } from '@messenger/stack';
import { eventually, TcpProxy } from '@messenger/testing';
import { Logger, type INestApplication } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CertificateAuthority, writeCertificates } from '../../../tools/testing/src/certificate-authority.js';
import { CALLERS, GrpcChannel } from '../src/index.js';
import { nobody, service, startServer } from './test-service.js';

const ID = '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42';
const SERVICE = 'user-service';

describe('gRPC between apps with certificates', () => {
  let folder: string;
  let port: number;
  let server: INestApplication;
  let lines: string[];
  const channels: GrpcChannel<UserService>[] = [];

  const filesIn = (from: string): TlsFiles => ({
    caFile: join(folder, SERVICE, 'ca.crt'),
    certificateFile: join(folder, from, 'tls.crt'),
    keyFile: join(folder, from, 'tls.key'),
  });

  function channelWith(tls: TlsFiles | undefined, { name = SERVICE, to = port } = {}): GrpcChannel<UserService> {
    const channel = new GrpcChannel<UserService>(UserServiceService, `127.0.0.1:${to}`, { name, tls });
    channels.push(channel);
    return channel;
  }
  const call = (channel: GrpcChannel<UserService>) => channel.rpc.getUser({ userId: ID });

  async function expectRefusal(channel: GrpcChannel<UserService>, line: string): Promise<void> {
    await expect(call(channel)).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
    await eventually(() => expect(lines.join()).toContain(`is refused: ${line}`));
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'messenger-certificates-'));
    await writeCertificates(folder, [SERVICE, 'api-gateway', 'subscriber-service', 'chat-service'], 1);
    [port = 0] = await freePorts(1);
    server = await startServer(port, { tls: { files: filesIn(SERVICE), callers: CALLERS[SERVICE] ?? [] } });
  });
  beforeEach(() => {
    service.answer = nobody;
    lines = [];
    const keep = (line: string): number => lines.push(line);
    Logger.overrideLogger({ log: keep, warn: keep, error: keep });
  });
  afterEach(() => {
    Logger.overrideLogger(['warn', 'error']);
    for (const channel of channels.splice(0)) channel.close();
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it.each(['api-gateway', 'subscriber-service'])('lets %s in, which has an arrow', async (caller) => {
    await expect(call(channelWith(filesIn(caller)))).resolves.toBeDefined();
    expect(lines).toEqual([]);
  });

  it('refuses an app without an arrow', () =>
    expectRefusal(channelWith(filesIn('chat-service')), 'chat-service may not call this service'));

  it('refuses the service itself, which has none either', () =>
    expectRefusal(channelWith(filesIn(SERVICE)), 'user-service may not call this service'));

  it('refuses plain text', () => expectRefusal(channelWith(undefined), 'it does not speak TLS'));

  it('refuses who shows no certificate', async () => {
    const { connect } = await import('node:tls');
    connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] }).on('error', () => undefined);
    await eventually(() => expect(lines.join()).toContain('127.0.0.1 is refused: it shows no certificate'));
  });

  it('refuses a certificate that has expired', async () => {
    const authority = await CertificateAuthority.in(join(folder, 'authority'));
    await authority.issue(join(folder, 'expired'), { name: 'api-gateway', days: -1 });
    await expectRefusal(channelWith(filesIn('expired')), 'its certificate has expired');
  });

  it('refuses a certificate of another authority, be the name right', async () => {
    const foreign = await CertificateAuthority.create();
    await foreign.issue(join(folder, 'foreign'), { name: 'api-gateway', days: 1 });
    await expect(call(channelWith(filesIn('foreign')))).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
    await eventually(() => expect(lines.join()).toContain('is refused: its certificate is not of our CA ('));
  });

  it('is refused by the caller, too: a server with the certificate of another service, or of another authority', async () => {
    const gateway = filesIn('api-gateway');
    await expect(call(channelWith(gateway, { name: 'chat-service' }))).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
    const foreign = await CertificateAuthority.create();
    foreign.writeCertificate(join(folder, 'foreign.crt'));
    const trusting = { ...gateway, caFile: join(folder, 'foreign.crt') };
    await expect(call(channelWith(trusting))).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
  });

  it('takes new certificates without a failed call, and for new connections at once', async () => {
    const proxy = await TcpProxy.to(port);
    const channel = channelWith(filesIn('api-gateway'), { to: proxy.port });
    const failures: unknown[] = [];
    const renewing = new AbortController();
    onTestFinished(() => renewing.abort());
    const load = (async () => {
      while (!renewing.signal.aborted) await call(channel).catch((error: unknown) => failures.push(error));
    })();
    const expiry = () => metricsRegistry.getSingleMetricAsString('tls_certificate_expiry_timestamp_seconds');
    const before = await expiry();
    await writeCertificates(folder, [SERVICE, 'api-gateway'], 30);
    await eventually(() =>
      expect(lines.filter((line) => line.startsWith('A new certificate is used'))).toHaveLength(2),
    );
    expect(await expiry()).not.toBe(before);
    await expect(call(channelWith(filesIn('api-gateway')))).resolves.toBeDefined();
    renewing.abort();
    await load;
    expect(failures).toEqual([]);
    expect(proxy.connectionsTo(port)).toBe(1);
    await proxy.close();
  });

  it('goes on with the certificate that it has while the new one has no key yet', async () => {
    const authority = await CertificateAuthority.in(join(folder, 'authority'));
    await authority.issue(join(folder, 'next'), { name: SERVICE, days: 60 });
    const [next, current] = [filesIn('next'), filesIn(SERVICE)];
    copyFileSync(next.certificateFile, current.certificateFile);
    await eventually(() => expect(lines.join()).toContain('The new certificate cannot be used'));
    await expect(call(channelWith(filesIn('api-gateway')))).resolves.toBeDefined();
    copyFileSync(next.keyFile, current.keyFile);
    await eventually(() => expect(lines.join()).toContain('A new certificate is used'));
    await pause(50);
    await expect(call(channelWith(filesIn('api-gateway')))).resolves.toBeDefined();
  });
});
