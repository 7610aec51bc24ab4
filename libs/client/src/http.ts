import createClient, { type Client } from 'openapi-fetch';
import { ProblemError } from './errors.js';
import type { components, paths } from './gen/openapi.js';

/** Every route of the API with its parameters, body and answers; `GET`, `POST` and so on never reject a refusal. */
export type Api = Client<paths>;

export function createApi(url: string, fetch?: (request: Request) => Promise<Response>): Api {
  return createClient<paths>({ baseUrl: url, fetch });
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** What an operation answers with where it succeeds; a refusal rejects with its ProblemError. */
export async function ok<Data>(answer: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new ProblemError(problemOf(error, response), retryAfterOf(response));
  return data as NonNullable<Data>;
}

type Problem = components['schemas']['Problem'];

/** What stands between us and the API answers in words of its own. */
function problemOf(error: unknown, { status, statusText }: Response): Problem {
  if (typeof error === 'object' && error !== null && 'reason' in error) return error as Problem;
  const reason = status >= 500 ? 'UNAVAILABLE' : 'UNKNOWN';
  return { type: 'about:blank', title: statusText, status, reason, detail: statusText, requestId: '' };
}

function retryAfterOf({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isNaN(seconds) ? undefined : seconds;
}
