// restore.ts DATA_DIR FOLDER: puts what backup.ts has written into a data folder in which nothing runs.
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { loadSecrets, localConfig, withDatabase, type Secrets } from '@messenger/stack';
import { loadLines } from './load.js';
import { messengerOn, withClient } from './local-database.js';

const [dataDir = '', folder = ''] = process.argv.slice(2);

/** Without them the signing keys cannot be read. */
function restoreSecrets(): void {
  const kept = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as Partial<Secrets>;
  mkdirSync(dataDir, { recursive: true });
  const text = JSON.stringify({ ...loadSecrets(dataDir), ...kept }, null, 2);
  writeFileSync(join(dataDir, 'secrets.json'), `${text}\n`, { mode: 0o600 });
}

/** Opened when the first line is asked for: readline drops what comes before. */
async function* linesOf(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });
}

try {
  restoreSecrets();
  const { databaseUrl } = localConfig();
  const rows = await withDatabase({ dataDir, databaseUrl }, (adminUrl) =>
    withClient(messengerOn(adminUrl), (client) => loadLines(client, linesOf(join(folder, 'rows.gz')))),
  );
  console.log(`Restored ${rows} rows`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
