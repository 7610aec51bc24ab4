// make test installs what checks the alert rules before anything else.
import { ensurePrometheusInstalled } from '@messenger/stack';
import { log, main } from './lifecycle.js';

await main(() => ensurePrometheusInstalled(log));
