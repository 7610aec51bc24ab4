import { credentials, experimental, ServerCredentials, type ChannelCredentials } from '@grpc/grpc-js';
import type { TlsFiles } from '@messenger/config';
import { CertificateFiles } from './certificate-files.js';

/** Plain text without files. */
export function serverCredentials(files: TlsFiles | undefined): ServerCredentials {
  if (files === undefined) return ServerCredentials.createInsecure();
  const provider = CertificateFiles.open(files);
  return experimental.createCertificateProviderServerCredentials(provider, provider, true);
}

/** Plain text without files. */
export function channelCredentials(files: TlsFiles | undefined): ChannelCredentials {
  if (files === undefined) return credentials.createInsecure();
  const provider = CertificateFiles.open(files);
  return experimental.createCertificateProviderChannelCredentials(provider, provider);
}

/** A service is known by its name, wherever it runs: its certificate must have that. */
export function tlsChannelOptions(files: TlsFiles | undefined, service: string): Record<string, string> {
  return files === undefined ? {} : { 'grpc.ssl_target_name_override': service };
}
