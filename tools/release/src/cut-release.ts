// make release VERSION=: checks, version, changelog, record, commit, packages and images. The tag is left to a person.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { withRelease } from './changelog.js';
import { recordOf, releaseRecords, violationsOf, writeRecord } from './release-record.js';

const VERSION = /^\d+\.\d+\.\d+$/;
const version = process.argv[2] ?? '';

try {
  checkVersion();
  checkSources();
  setVersion();
  commit();
  build();
  console.log(`\n${version} is cut. When make test has passed on this commit:\n`);
  console.log(`  git tag --annotate v${version} --message v${version} && git push --follow-tags`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function checkVersion(): void {
  if (!VERSION.test(version)) throw new Error(`VERSION is three numbers, as 1.2.3: '${version}'`);
  if (output('git', 'tag', '--list', `v${version}`) !== '') throw new Error(`There is a tag v${version} already`);
  const newer = releaseRecords().filter((released) => compare(released.version, version) >= 0);
  if (newer.length > 0) throw new Error(`${newer.map((released) => released.version).join(', ')} is not older`);
}

function checkSources(): void {
  if (output('git', 'status', '--porcelain') !== '') throw new Error('There are changes that are not committed');
  const now = recordOf(version);
  const violations = releaseRecords().flatMap((released) => violationsOf(released, now));
  if (violations.length > 0) throw new Error(violations.join('\n'));
  run('make', '--silent', 'proto-breaking');
}

function setVersion(): void {
  const date = new Date().toISOString().slice(0, 10);
  const changelog = withRelease(readFileSync('CHANGELOG.md', 'utf8'), version, date);
  run('make', '--silent', 'version', `VERSION=${version}`);
  writeFileSync('CHANGELOG.md', changelog);
  writeRecord(recordOf(version));
}

function commit(): void {
  run('git', 'add', '--all');
  run('git', 'commit', '--quiet', '--message', `chore(release): ${version}`);
}

function build(): void {
  run('make', '--silent', 'packages');
  if (!hasDocker()) return console.log(`No Docker here: build the images where it is, make images VERSION=${version}`);
  run('make', '--silent', 'images', `VERSION=${version}`);
}

function hasDocker(): boolean {
  try {
    output('docker', 'version', '--format', '{{.Server.Version}}');
    return true;
  } catch {
    return false;
  }
}

function compare(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'inherit' });
}

function output(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
