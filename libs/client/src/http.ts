import createClient, { type Client } from 'openapi-fetch';
import { ProblemError } from './errors.js';
import type { components, paths } from './gen/openapi.js';
import { MAX_ANSWER_DELAY_MS } from './heartbeat.js';

/** Every route of the API, typed. `GET`, `POST` and so on resolve also when the API answers with a problem. */
export type Api = Client<paths>;

export function createApi(url: string, fetch?: (request: Request) => Promise<Response>): Api {
  return createClient<paths>({ baseUrl: url, ...(fetch && { fetch }) });
}

/** Aborts where a dead line would keep a request waiting for minutes, or with `signal`. */
export function requestTimeout(signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(MAX_ANSWER_DELAY_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

interface ApiResponse<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Resolves with the body of a successful response; rejects with a ProblemError otherwise. */
export async function ok<Data>(call: Promise<ApiResponse<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ProblemError(problemOf(error, response), retryAfterSeconds(response));
  return data as NonNullable<Data>;
}

type Problem = components['schemas']['Problem'];

/** A proxy in front of the API may answer with a body that is no problem. */
function problemOf(error: unknown, { status, statusText }: Response): Problem {
  if (typeof error === 'object' && error !== null && 'reason' in error) return error as Problem;
  const reason = status >= 500 ? 'UNAVAILABLE' : 'UNKNOWN';
  return { type: 'about:blank', title: statusText, status, reason, detail: statusText, requestId: '' };
}

function retryAfterSeconds({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isNaN(seconds) ? undefined : seconds;
}
