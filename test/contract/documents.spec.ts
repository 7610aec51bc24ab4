import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { DOCUMENTS, makeDocument } from '../../tools/documents/documents.js';

// `make docs` runs this with --update: what is compared is what is written.
it.each(Object.keys(DOCUMENTS))(
  '%s is what its sources say; "make docs" writes it anew',
  async (file) => {
    await expect(await makeDocument(file)).toMatchFileSnapshot(resolve(file));
  },
  60_000,
);
