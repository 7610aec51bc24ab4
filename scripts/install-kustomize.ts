// make test installs what renders the manifests before anything else.
import { ensureKustomizeInstalled } from '@messenger/stack';
import { log, main } from './lifecycle.js';

await main(() => ensureKustomizeInstalled(log));
