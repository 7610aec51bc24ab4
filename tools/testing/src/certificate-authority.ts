import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const CA_DAYS = 3_650;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** A clock may be behind. */
const BACKDATED_MS = 60_000;

export interface CertificateOptions {
  /** How long it is valid; below 0 it has expired. Days. */
  days: number;
  /** Of the process that shows it. */
  name: string;
}

/** A certificate authority of one's own, for one machine and for tests. */
export class CertificateAuthority {
  private constructor(
    private readonly certificate: X509Certificate,
    private readonly privateKey: webcrypto.CryptoKey,
  ) {}

  static async create(): Promise<CertificateAuthority> {
    const keys = await generateKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: 'CN=Messenger',
      ...validFor(CA_DAYS),
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    });
    return new CertificateAuthority(certificate, keys.privateKey);
  }

  /** The authority whose `ca.crt` and `ca.key` lie in a folder, or a new one. */
  static async in(folder: string): Promise<CertificateAuthority> {
    const [certificateFile, keyFile] = [join(folder, 'ca.crt'), join(folder, 'ca.key')];
    if (existsSync(keyFile)) return CertificateAuthority.read(certificateFile, keyFile);
    const authority = await CertificateAuthority.create();
    mkdirSync(folder, { recursive: true });
    writeFileSync(keyFile, await pemOf(authority.privateKey), { mode: 0o600 });
    authority.writeCertificate(certificateFile);
    return authority;
  }

  writeCertificate(file: string): void {
    writeFileSync(file, this.certificate.toString('pem'));
  }

  /** Writes `ca.crt`, `tls.crt` and `tls.key`, as cert-manager calls them: for servers and clients, by the name of the app. */
  async issue(folder: string, { name, days }: CertificateOptions): Promise<void> {
    const keys = await generateKeys();
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: this.certificate.subject,
      ...validFor(days),
      signingKey: this.privateKey,
      publicKey: keys.publicKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        new SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
      ],
    });
    mkdirSync(folder, { recursive: true });
    this.writeCertificate(join(folder, 'ca.crt'));
    writeFileSync(join(folder, 'tls.key'), await pemOf(keys.privateKey));
    writeFileSync(join(folder, 'tls.crt'), certificate.toString('pem'));
  }

  private static async read(certificateFile: string, keyFile: string): Promise<CertificateAuthority> {
    const [der] = PemConverter.decode(readFileSync(keyFile, 'utf8'));
    const key = await crypto.subtle.importKey('pkcs8', der as ArrayBuffer, KEY_ALGORITHM, true, ['sign']);
    return new CertificateAuthority(new X509Certificate(readFileSync(certificateFile, 'utf8')), key);
  }
}

/** A folder for each of these apps, and the authority in one of its own, which no app may see. */
export async function writeCertificates(folder: string, names: readonly string[], days: number): Promise<void> {
  const authority = await CertificateAuthority.in(join(folder, 'authority'));
  await Promise.all(names.map((name) => authority.issue(join(folder, name), { name, days })));
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
}

function validFor(days: number): { notBefore: Date; notAfter: Date } {
  const notAfter = new Date(Date.now() + days * DAY_MS);
  return { notBefore: new Date(Math.min(Date.now(), notAfter.getTime()) - BACKDATED_MS), notAfter };
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
