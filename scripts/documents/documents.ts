import { format, resolveConfig } from 'prettier';
import { asyncApiDocument } from './asyncapi/asyncapi.js';
import { clientTypes } from './client-types.js';
import { compileProtos } from './descriptors.js';
import { errorsPage } from './errors.js';
import { openApiDocument } from './openapi.js';
import { postmanCollection, postmanEnvironment } from './postman/collection.js';
import { documentedReasons } from './reasons.js';

/** The documents that are generated, and how. */
export const DOCUMENTS: Record<string, () => string | Promise<string>> = {
  'docs/openapi.json': async () => JSON.stringify(await openApiDocument()),
  'docs/asyncapi.json': async () => JSON.stringify(await asyncApiDocument()),
  'postman/messenger.postman_collection.json': async () =>
    JSON.stringify(await postmanCollection(await openApiDocument())),
  'postman/messenger.postman_environment.json': () => JSON.stringify(postmanEnvironment()),
  'libs/client/src/gen/openapi.ts': clientTypes,
  'docs/errors.md': () => errorsPage(documentedReasons(compileProtos())),
};

/** A document as it is committed. */
export async function makeDocument(file: string): Promise<string> {
  return format((await DOCUMENTS[file]?.()) ?? '', { ...(await resolveConfig(file)), filepath: file });
}
