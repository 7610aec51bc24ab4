import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compileProtos } from '../../tools/documents/descriptors.js';
import { makeReasonModule, REASON_MODULES } from '../../tools/documents/reason-modules.js';

const protos = compileProtos();
for (const file of Object.keys(REASON_MODULES)) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await makeReasonModule(file, protos));
}
