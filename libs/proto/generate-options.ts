import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compileProtos } from '../../tools/documents/descriptors.js';
import { makeOptionModule, OPTION_MODULES } from '../../tools/documents/option-modules.js';

const protos = compileProtos();
for (const file of Object.keys(OPTION_MODULES)) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await makeOptionModule(file, protos));
}
