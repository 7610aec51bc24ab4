import { request } from 'node:http';
import type { Answer } from '../../support/api.js';
import type { Person } from '../../support/people.js';

const BOUNDARY = 'messenger-test';

/** Sends the file as a browser's form does. */
export async function upload({ api, accessToken }: Person, image: Buffer, name = 'photo.png'): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(image)], { type: 'image/png' }), name);
  return sendForm(api.url, accessToken, form);
}

export async function sendForm(
  url: string,
  accessToken: string,
  body: FormData | string,
  type?: string,
): Promise<Answer> {
  const response = await fetch(`${url}/v1/users/me/avatar`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${accessToken}`, ...(type !== undefined && { 'content-type': type }) },
    body,
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** An upload of 5 MB that stops after `sent` bytes of it; answers with what ends it. */
export async function beginUpload({ api, accessToken }: Person, sent: number): Promise<() => Promise<void>> {
  const begun = request(`${api.url}/v1/users/me/avatar`, {
    method: 'PUT',
    agent: false,
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': 5 * 1024 * 1024,
    },
  });
  // Whatever the gateway thinks of it: nobody waits for an answer.
  begun.on('error', () => undefined).on('response', (response) => response.resume());
  const closed = new Promise<void>((resolve) => begun.once('close', resolve));
  begun.write(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n`);
  await new Promise((resolve) => begun.write(Buffer.alloc(sent), resolve));
  return () => {
    begun.destroy();
    return closed;
  };
}
