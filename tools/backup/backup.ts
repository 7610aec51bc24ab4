// backup.ts DATA_DIR FOLDER: writes the rows of the stack that runs in the data folder, and the secrets that belong to them.
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { loadSecrets } from '@messenger/stack';
import { dumpLines } from './dump.js';
import { withLocalDatabase } from './local-database.js';

const [dataDir = '', folder = ''] = process.argv.slice(2);
const { signingKeySecret, sentTextSecret } = loadSecrets(dataDir);
writeFileSync(join(folder, 'secrets.json'), JSON.stringify({ signingKeySecret, sentTextSecret }));
await withLocalDatabase(dataDir, (client) =>
  pipeline(Readable.from(dumpLines(client)), createGzip(), createWriteStream(join(folder, 'rows.gz'))),
);
