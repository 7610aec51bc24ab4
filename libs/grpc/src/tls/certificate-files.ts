import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { experimental } from '@grpc/grpc-js';
import type { TlsFiles } from '@messenger/config';
import { Logger } from '@nestjs/common';
import { certificateExpiry } from './certificate.metrics.js';

/** Between looks at the files. */
const POLL_MS = 2_000;

interface Certificates {
  ca: Buffer;
  certificate: Buffer;
  key: Buffer;
  expiresAt: Date;
}

/** The certificates of this process. Files that are replaced count for the connections that are made afterwards. */
export class CertificateFiles implements experimental.CertificateProvider {
  private static readonly opened = new Map<string, CertificateFiles>();
  private readonly logger = new Logger(CertificateFiles.name);
  private readonly caListeners = new Set<experimental.CaCertificateUpdateListener>();
  private readonly identityListeners = new Set<experimental.IdentityCertificateUpdateListener>();
  private current: Certificates;
  private timer: NodeJS.Timeout | undefined;
  private lastProblem = '';

  private constructor(private readonly files: TlsFiles) {
    this.current = read(files);
    this.showExpiry();
  }

  /** Server and clients of a process share them. @throws Error where they cannot be used */
  static open(files: TlsFiles): CertificateFiles {
    const name = Object.values(files).join();
    const opened = CertificateFiles.opened.get(name) ?? new CertificateFiles(files);
    CertificateFiles.opened.set(name, opened);
    return opened;
  }

  addCaCertificateListener(listener: experimental.CaCertificateUpdateListener): void {
    this.caListeners.add(listener);
    process.nextTick(() => listener(this.caUpdate));
    this.watch();
  }

  removeCaCertificateListener(listener: experimental.CaCertificateUpdateListener): void {
    this.caListeners.delete(listener);
    this.watch();
  }

  addIdentityCertificateListener(listener: experimental.IdentityCertificateUpdateListener): void {
    this.identityListeners.add(listener);
    process.nextTick(() => listener(this.identityUpdate));
    this.watch();
  }

  removeIdentityCertificateListener(listener: experimental.IdentityCertificateUpdateListener): void {
    this.identityListeners.delete(listener);
    this.watch();
  }

  private get caUpdate(): experimental.CaCertificateUpdate {
    return { caCertificate: this.current.ca };
  }

  private get identityUpdate(): experimental.IdentityCertificateUpdate {
    return { certificate: this.current.certificate, privateKey: this.current.key };
  }

  private watch(): void {
    const isUsed = this.caListeners.size + this.identityListeners.size > 0;
    if (isUsed) this.timer ??= setInterval(() => this.refresh(), POLL_MS).unref();
    else this.rest();
  }

  private rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Those before stay in use while the new ones are incomplete. */
  private refresh(): void {
    try {
      const next = read(this.files);
      this.lastProblem = '';
      if (!isSame(next, this.current)) this.use(next);
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.lastProblem) this.logger.error(`The new certificate cannot be used: ${message}`);
      this.lastProblem = message;
    }
  }

  private use(next: Certificates): void {
    this.current = next;
    this.showExpiry();
    this.logger.log(`A new certificate is used, until ${next.expiresAt.toISOString()}`);
    for (const listener of this.caListeners) listener(this.caUpdate);
    for (const listener of this.identityListeners) listener(this.identityUpdate);
  }

  private showExpiry(): void {
    certificateExpiry.set(this.current.expiresAt.getTime() / 1_000);
  }
}

function read({ caFile, certificateFile, keyFile }: TlsFiles): Certificates {
  const [ca, certificate, key] = [readFileSync(caFile), readFileSync(certificateFile), readFileSync(keyFile)];
  const parsed = new X509Certificate(certificate);
  if (!parsed.checkPrivateKey(createPrivateKey(key)))
    throw new Error(`${keyFile} is not the key of ${certificateFile}`);
  if (!new X509Certificate(ca).ca) throw new Error(`${caFile} is not the certificate of an authority`);
  return { ca, certificate, key, expiresAt: new Date(parsed.validTo) };
}

function isSame(one: Certificates, other: Certificates): boolean {
  return (['ca', 'certificate', 'key'] as const).every((part) => one[part].equals(other[part]));
}
