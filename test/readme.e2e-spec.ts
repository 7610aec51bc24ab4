import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';

it("the README's curl story takes two people from registration to reading a message", async () => {
  const readme = readFileSync('README.md', 'utf8');
  const story = /## Two people[^]*?```sh\n([^]*?)```/.exec(readme)?.[1] ?? '';
  const { stdout, stderr } = await promisify(execFile)('sh', ['-euc', `API='${inject('gatewayUrl')}'\n${story}`]);
  expect(stderr).toBe('');
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(answers.at(-2)).toMatchObject({ messages: [{ seq: 1, text: 'Hello, Grace!' }], lastSeq: 1 });
  expect(answers.at(-1)).toEqual({ readSeq: 1, unreadCount: 0 });
});
