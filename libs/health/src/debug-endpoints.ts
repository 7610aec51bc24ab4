import type { ServerResponse } from 'node:http';
import { Session } from 'node:inspector/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapSnapshot } from 'node:v8';

const DEFAULT_SECONDS = 10;
const MAX_SECONDS = 60;

let profiling = false;

/** Answers `/debug/profile?seconds=` and `/debug/heap`, for Chrome's developer tools; false where the path is another. */
export async function answerDebug(url: URL, response: ServerResponse): Promise<boolean> {
  if (url.pathname === '/debug/profile') await sendProfile(secondsOf(url), response);
  else if (url.pathname === '/debug/heap') await sendHeap(response);
  else return false;
  return true;
}

function secondsOf({ searchParams }: URL): number {
  const seconds = Number(searchParams.get('seconds') ?? DEFAULT_SECONDS);
  return seconds > 0 && seconds <= MAX_SECONDS ? seconds : DEFAULT_SECONDS;
}

/** One at a time: two share one profiler, and the first to end would stop it. */
async function sendProfile(seconds: number, response: ServerResponse): Promise<void> {
  if (profiling) return void response.writeHead(409).end();
  profiling = true;
  const session = new Session();
  try {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await sleep(seconds * 1_000);
    const { profile } = await session.post('Profiler.stop');
    attachment(response, 'profile.cpuprofile').end(JSON.stringify(profile));
  } finally {
    session.disconnect();
    profiling = false;
  }
}

/** Stops the process while it is taken, and holds what people wrote. */
async function sendHeap(response: ServerResponse): Promise<void> {
  await pipeline(getHeapSnapshot(), attachment(response, 'heap.heapsnapshot'));
}

function attachment(response: ServerResponse, name: string): ServerResponse {
  const headers = { 'content-type': 'application/json', 'content-disposition': `attachment; filename="${name}"` };
  return response.writeHead(200, headers);
}
