import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

/** The story of the README, and the page that is called by hand step by step. */
const PASTED: [string, string][] = [
  ['README.md', /## Two people[^]*?\n## /.exec(readFileSync('README.md', 'utf8'))?.[0] ?? ''],
  ['docs/grpc.md', readFileSync('docs/grpc.md', 'utf8')],
];

it.each(PASTED)('%s can be pasted into zsh, which takes no comments, and runs again', (_file, text) => {
  const commands = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block).join('');
  expect(commands).not.toBe('');
  expect(commands.split('\n').filter((line) => /(^|\s)#/.test(line))).toEqual([]);
  // Inside double quotes an interactive shell replaces it by an earlier command.
  expect(commands.split('\n').filter((line) => /"[^"]*![^"]*"/.test(line.replaceAll(/'[^']*'/g, '')))).toEqual([]);
  for (const [, address] of commands.matchAll(/"email\\?":\\?"([^"\\]+)/g)) expect(address).toContain('$unique');
});

it.each(['README.md', 'CONTRIBUTING.md'])('%s names the versions of Node.js that package.json accepts', (file) => {
  const [, sentence = ''] = /You need (Node\.js [^]*?) npm/.exec(readFileSync(file, 'utf8')) ?? [];
  const named = [...sentence.matchAll(/\d+\.\d+/g)].map(([version]) => `${version}.0`);
  const accepted = [...packageJson.engines.node.matchAll(/\d+\.\d+\.\d+/g)].map(([version]) => version);
  expect(named.sort()).toEqual(accepted.sort());
});
