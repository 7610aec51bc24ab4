import { readFileSync } from 'node:fs';
import { APP_NAMES } from '@messenger/stack';
import { format, getFileInfo, resolveConfig } from 'prettier';
import { DASHBOARD_FILES } from '../dashboards/dashboards.js';
import { settingsOf } from './app-settings.js';
import { asyncApiDocument } from './asyncapi/asyncapi.js';
import { asyncApiPage } from './asyncapi/page/page.js';
import { clientTypes } from './client-types.js';
import { withConfiguration } from './configuration.js';
import { compileProtos } from './descriptors.js';
import { diagram } from './diagram.js';
import { envExample } from './env-example.js';
import { errorsPage } from './errors.js';
import { openApiDocument } from './openapi.js';
import { postmanCollection } from './postman/collection.js';
import { documentedReasons } from './reasons.js';
import { SERVICE_FILES } from './service-files.js';

/** Each app's page, but for its table of settings written by hand. */
export const APP_PAGES = Object.fromEntries(
  APP_NAMES.map((app) => [`docs/services/${app.replace('-service', '')}.md`, app]),
);

/** The generated documents, each with its generator. */
export const DOCUMENTS: Record<string, () => string | Promise<string>> = {
  'docs/openapi.json': async () => JSON.stringify(await openApiDocument()),
  'docs/asyncapi.json': async () => JSON.stringify(await asyncApiDocument()),
  'docs/asyncapi.html': async () => asyncApiPage(await asyncApiDocument()),
  'postman/messenger.postman_collection.json': async () =>
    JSON.stringify(await postmanCollection(await openApiDocument())),
  'libs/client/src/gen/openapi.ts': clientTypes,
  'docs/errors.md': () => errorsPage(documentedReasons(compileProtos())),
  '.env.example': envExample,
  ...SERVICE_FILES,
  ...DASHBOARD_FILES,
  'docs/images/architecture.svg': () => diagram('docs/images/architecture.dot'),
  ...Object.fromEntries(
    Object.entries(APP_PAGES).map(([page, app]) => [
      page,
      async () => withConfiguration(readFileSync(page, 'utf8'), await settingsOf(app)),
    ]),
  ),
};

/** A document as it is committed. */
export async function makeDocument(file: string): Promise<string> {
  const text = (await DOCUMENTS[file]?.()) ?? '';
  const { inferredParser } = await getFileInfo(file);
  return inferredParser === null ? text : format(text, { ...(await resolveConfig(file)), filepath: file });
}
