// Reads vitest's JSON reports in the folder given: the ten slowest files, and last "N passed, N failed".
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const SLOWEST = 10;
const folder = process.argv[2];
const reports = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));

const files = reports
  .flatMap(({ testResults }) => testResults)
  .map(({ name, startTime, endTime }) => ({ name: relative('.', name), seconds: (endTime - startTime) / 1_000 }))
  .sort((a, b) => b.seconds - a.seconds);
if (files.length > 0) console.log('Slowest test files:');
for (const { name, seconds } of files.slice(0, SLOWEST)) console.log(`${seconds.toFixed(1).padStart(8)} s  ${name}`);

const sum = (field) => reports.reduce((total, report) => total + report[field], 0);
console.log(`${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed`);
