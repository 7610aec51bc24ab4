// Reads vitest's JSON reports in the folder given: the ten slowest files, each failed test with its error, and last
// "N passed, N failed".
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const SLOWEST = 10;
const ERROR_LINES = 12;
const folder = process.argv[2];
const reports = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const files = reports.flatMap(({ testResults }) => testResults);

const durations = files
  .map(({ name, startTime, endTime }) => ({ name: relative('.', name), seconds: (endTime - startTime) / 1_000 }))
  .sort((a, b) => b.seconds - a.seconds);
if (durations.length > 0) console.log('Slowest test files:');
for (const { name, seconds } of durations.slice(0, SLOWEST))
  console.log(`${seconds.toFixed(1).padStart(8)} s  ${name}`);

const firstLines = (text) => text.split('\n').slice(0, ERROR_LINES).join('\n');
const failed = files.filter(({ status }) => status === 'failed');
if (failed.length > 0) console.log('Failed tests:');
for (const { name, message, assertionResults } of failed) {
  console.log(relative('.', name));
  if (message) console.log(firstLines(message));
  for (const { status, fullName, failureMessages } of assertionResults) {
    if (status === 'failed') console.log(`- ${fullName}\n${firstLines(failureMessages.join('\n'))}`);
  }
}

const sum = (field) => reports.reduce((total, report) => total + report[field], 0);
console.log(`${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed`);
