import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_NAMES } from '@messenger/stack';
import { afterAll, describe, expect, it } from 'vitest';
import { composeFile } from './compose-file.js';

const folder = mkdtempSync(join(tmpdir(), 'messenger-certificates-'));
const make = () => execFileSync('scripts/containers/certificates.sh', [folder]);
const certificate = (...path: string[]) => new X509Certificate(readFileSync(join(folder, ...path)));

make();
afterAll(() => rmSync(folder, { recursive: true }));

describe('make certs', () => {
  it.each(APP_NAMES)('gives %s a certificate of its name by the authority, with its key and nothing more', (app) => {
    const own = certificate(app, 'tls.crt');
    expect(own.subjectAltName).toBe(`DNS:${app}`);
    expect(own.verify(certificate(app, 'ca.crt').publicKey)).toBe(true);
    expect(own.checkPrivateKey(createPrivateKey(readFileSync(join(folder, app, 'tls.key'))))).toBe(true);
    expect(own.ca).toBe(false);
    expect(readdirSync(join(folder, app)).sort()).toEqual(['ca.crt', 'tls.crt', 'tls.key']);
  });

  it('renews them by the same authority', () => {
    const before = [certificate('authority', 'ca.crt'), certificate('chat-service', 'tls.crt')];
    make();
    const after = [certificate('authority', 'ca.crt'), certificate('chat-service', 'tls.crt')];
    expect(after[0]!.fingerprint256).toBe(before[0]!.fingerprint256);
    expect(after[1]!.fingerprint256).not.toBe(before[1]!.fingerprint256);
  });
});

it.each(APP_NAMES)('%s has its own certificates in its container, and those of nobody else', (app) => {
  const volumes = composeFile.services[app]!.volumes as string[];
  expect(volumes).toEqual([`./.data/certificates/${app}:/run/certificates:ro`]);
});
