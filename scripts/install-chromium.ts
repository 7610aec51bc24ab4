// make test installs Chromium before anything else, for the tests in a browser.
import { ensureChromiumInstalled } from '@messenger/stack';
import { log, main } from './lifecycle.js';

await main(() => ensureChromiumInstalled(log));
