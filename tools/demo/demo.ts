// make demo: a few friends, requests and chats in a running stack. demo.ts URL
import { fillDemo } from './fill-demo.js';
import { DEMO_PASSWORD, emailOf, NAMES } from './story.js';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

const url = process.argv[2] ?? '';
try {
  // Accounts with a password that everybody knows would let anybody in anywhere else.
  if (!LOOPBACK.includes(new URL(url).hostname)) throw new Error('make demo fills a stack on this machine alone');
  await fillDemo(url);
  console.log(`Sign in at ${url}/ or ${url}/docs with the password "${DEMO_PASSWORD}":\n`);
  for (const name of NAMES) console.log(`  ${emailOf(name)}`);
} catch (error) {
  // fetch rejects with a TypeError where nothing answers.
  const hint = `Nothing answers at ${url}: is it running (make run, make up)? Another port: make demo PORT=4000`;
  console.error(error instanceof TypeError ? hint : error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
