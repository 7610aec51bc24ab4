// make version: sets the version wherever it is named.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import packageJson from '../package.json' with { type: 'json' };
import { versionFiles, withVersion } from '../tools/documents/version.js';

const [version = ''] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) {
  console.error(`VERSION is a semantic version, as 1.2.3: '${version}'`);
  process.exit(2);
}

for (const file of versionFiles().filter((each) => existsSync(each))) {
  writeFileSync(file, withVersion(file, readFileSync(file, 'utf8'), packageJson.version, version));
}
console.log(`${packageJson.version} is ${version} now`);
