import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, freePorts, inheritedEnv, proxyProgram, type Proxy } from '@messenger/stack';
import { onTestFinished } from 'vitest';

const ARGUMENTS: Record<Proxy, (file: string, folder: string) => string[]> = {
  nginx: (file, folder) => ['-c', file, '-p', folder, '-e', join(folder, 'error.log')],
  haproxy: (file) => ['-db', '-f', file],
};

/** Starts the proxy with the configuration that docs/proxies.md shows, until the test ends; returns its URL. */
export async function startProxy(proxy: Proxy, gatewayPort: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `messenger-${proxy}-`));
  const [port = 0] = await freePorts(1);
  const file = join(folder, 'proxy.conf');
  writeFileSync(file, configurationOf(proxy, port, gatewayPort, folder));
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
  await child.ready(() => fetch(url), { timeoutMs: 10_000 });
  return url;
}

/** As documented, but for ports and certificates, and with folders of its own. */
function configurationOf(proxy: Proxy, port: number, gatewayPort: number, folder: string): string {
  const [, documented = ''] =
    new RegExp(`\`\`\`${proxy}\\n([^]*?)\`\`\``).exec(readFileSync('docs/proxies.md', 'utf8')) ?? [];
  const configuration = documented
    .replace('127.0.0.1:3000', `127.0.0.1:${gatewayPort}`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port}`)
    .replace(/ +ssl_certificate.*\n/g, '')
    .replace(/bind :443 .*/, `bind 127.0.0.1:${port}`);
  return proxy === 'nginx' ? inMainContext(configuration, folder) : configuration;
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
