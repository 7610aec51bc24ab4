// node scripts/polite.mjs <command>: runs it in the time that others leave. Where Linux shares the processor by session
// first (autogroup), a nice value counts within the session alone: so it has a session of its own, which is nice, too.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const NICENESS = 10;
const [command, ...args] = process.argv.slice(2);

setPriority(NICENESS);
const child = spawn(command, args, { stdio: 'inherit', detached: true });
child.once('exit', (code) => process.exit(code ?? 1));
try {
  writeFileSync(`/proc/${child.pid}/autogroup`, String(NICENESS));
} catch {
  // Other systems have none, and a command may have ended.
}
// The terminal's Ctrl-C does not reach another session.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.kill(-child.pid, signal));
