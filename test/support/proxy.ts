import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, freePorts, inheritedEnv, proxyProgram, type Proxy } from '@messenger/stack';
import { onTestFinished } from 'vitest';

const ARGUMENTS: Record<Proxy, (file: string, folder: string) => string[]> = {
  nginx: (file, folder) => ['-c', file, '-p', folder, '-e', join(folder, 'error.log')],
  haproxy: (file) => ['-db', '-f', file],
};

/** Where nginx ends TLS, with `tls.crt` and `tls.key` of a folder. */
export interface TlsEnd {
  port: number;
  certificates: string;
}

/**
 * Starts the proxy with the configuration that docs/proxies.md shows, until the test ends; returns its URL.
 *
 * @param tls without it the proxy speaks plain HTTP, on any port
 */
export async function startProxy(proxy: Proxy, gatewayPort: number, tls?: TlsEnd): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `messenger-${proxy}-`));
  const port = tls?.port ?? (await freePorts(1))[0] ?? 0;
  const file = join(folder, 'proxy.conf');
  writeFileSync(file, configurationOf(proxy, { port, gatewayPort, folder, tls }));
  const child = Child.start({
    ...{
      name: proxy,
      command: proxyProgram(proxy) ?? proxy,
      args: ARGUMENTS[proxy](file, folder),
      env: inheritedEnv(),
    },
    ...{ logFile: join(folder, 'log'), pidFile: join(folder, 'child.pid') },
  });
  onTestFinished(async () => {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  // To plain HTTP on its port for TLS nginx answers with 400.
  await child.ready(() => fetch(url), { timeoutMs: 10_000 });
  return tls ? `https://localhost:${port}` : url;
}

interface Options {
  port: number;
  gatewayPort: number;
  folder: string;
  tls: TlsEnd | undefined;
}

/** As documented, but for ports and certificates, and with folders of its own. */
function configurationOf(proxy: Proxy, { port, gatewayPort, folder, tls }: Options): string {
  const [, documented = ''] =
    new RegExp(`\`\`\`${proxy}\\n([^]*?)\`\`\``).exec(readFileSync('docs/proxies.md', 'utf8')) ?? [];
  const here = documented.replace('127.0.0.1:3000', `127.0.0.1:${gatewayPort}`);
  const configuration = tls ? withTls(here, tls) : withoutTls(here, port);
  return proxy === 'nginx' ? inMainContext(configuration, folder) : configuration;
}

function withTls(nginx: string, { port, certificates }: TlsEnd): string {
  return nginx
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('/etc/ssl/messenger/fullchain.pem', join(certificates, 'tls.crt'))
    .replace('/etc/ssl/messenger/privkey.pem', join(certificates, 'tls.key'));
}

function withoutTls(configuration: string, port: number): string {
  return configuration
    .replace('listen 443 ssl', `listen 127.0.0.1:${port}`)
    .replace(/ +ssl_certificate.*\n/g, '')
    .replace(/bind :443 .*/, `bind 127.0.0.1:${port}`);
}

function inMainContext(http: string, folder: string): string {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  return [
    'daemon off;',
    // Or its workers have another account, which the folder is closed to.
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    `pid ${join(folder, 'pid')};`,
    'events {}',
    `http { access_log off; ${folders.join(' ')}\n${http} }`,
  ].join('\n');
}
