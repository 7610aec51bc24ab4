import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from 'vitest';

/** Runs the README's curl story against an API. */
export async function expectReadmeStory(url: string): Promise<void> {
  const readme = readFileSync('README.md', 'utf8');
  const story = /## Two people[^]*?```sh\n([^]*?)```/.exec(readme)?.[1] ?? '';
  const { stdout, stderr } = await promisify(execFile)('sh', ['-euc', `API='${url}'\n${story}`]);
  expect(stderr).toBe('');
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(answers.at(-2)).toMatchObject({ messages: [{ seq: 1, text: 'Hello, Grace!' }], lastSeq: 1 });
  expect(answers.at(-1)).toEqual({ readSeq: 1, unreadCount: 0 });
}
