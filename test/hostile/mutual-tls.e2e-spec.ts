import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_NAMES, record, type Env } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import { expect, it } from 'vitest';
import { writeCertificates } from '../../tools/testing/src/certificate-authority.js';
import { aChat, send } from '../support/people.js';
import { steadyLoad } from '../support/steady-load.js';
import { TestStack } from '../support/test-stack.js';

it('a stack with certificates works as one without, and takes new ones under load without a failed request', async ({
  onTestFinished,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-certificates-'));
  await writeCertificates(folder, APP_NAMES, 1);
  const env = record(APP_NAMES, (app): Env => ({
    GRPC_TLS_CA_FILE: join(folder, app, 'ca.crt'),
    GRPC_TLS_CERT_FILE: join(folder, app, 'tls.crt'),
    GRPC_TLS_KEY_FILE: join(folder, app, 'tls.key'),
  }));
  const stack = await TestStack.start({ env });
  onTestFinished(async () => {
    await stack.stop();
    rmSync(folder, { recursive: true });
  });
  const { ada, chatId } = await aChat(stack.api);
  await send(ada, chatId, 'hello');

  const expiry = async (): Promise<string | undefined> =>
    /^tls_certificate_expiry_timestamp_seconds .*$/m.exec(await stack.metrics('chat-service'))?.[0];
  const before = await expiry();
  const load = steadyLoad(5_000, () => ada.api.get(`/v1/chats/${chatId}/messages`));
  await writeCertificates(folder, APP_NAMES, 30);
  await eventually(async () => expect(await expiry()).not.toBe(before));
  await stack.apps['chat-service'].whole();
  expect((await load).filter(({ answer }) => answer.status !== 200)).toEqual([]);
});
