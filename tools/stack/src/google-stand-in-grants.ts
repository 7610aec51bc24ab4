import type { TokenRequest } from 'oauth2-mock-server';
import type { GooglePerson } from './google-stand-in-person.js';

export interface GoogleClient {
  id: string;
  secret: string;
}

/** What an authorization code stands for. */
interface Grant {
  person: GooglePerson;
  redirectUri: string;
}

interface CodeRequest extends TokenRequest {
  client_secret?: string;
  redirect_uri?: string;
}

/** Why the browser cannot be sent on: Google shows that, too, and does not redirect. */
export function authorizationProblem(request: URLSearchParams, client: GoogleClient): string | undefined {
  const redirectUri = request.get('redirect_uri') ?? '';
  if (!URL.canParse(redirectUri) || !/^https?:$/.test(new URL(redirectUri).protocol)) return 'redirect_uri is no URL.';
  if (request.get('client_id') !== client.id) return 'client_id is unknown.';
  if (request.get('response_type') !== 'code') return 'response_type must be code.';
  if (!request.get('code_challenge') || request.get('code_challenge_method') !== 'S256') {
    return 'code_challenge with the method S256 is missing.';
  }
  return undefined;
}

/** Authorization codes that nobody has redeemed yet. */
export class Grants {
  private readonly byCode = new Map<string, Grant>();

  constructor(private readonly client: GoogleClient) {}

  add(code: string, grant: Grant): void {
    this.byCode.set(code, grant);
  }

  personOf(code = ''): GooglePerson | undefined {
    return this.byCode.get(code)?.person;
  }

  /** Spends the code; false where the request lacks anything that Google insists on. */
  redeem(request: CodeRequest): boolean {
    const { code = '', grant_type, client_id, client_secret, redirect_uri, code_verifier } = request;
    const grant = this.byCode.get(code);
    this.byCode.delete(code);
    const ofClient = client_id === this.client.id && client_secret === this.client.secret;
    // The library has compared the verifier with the challenge, but lets a request pass that has none.
    const complete = grant_type === 'authorization_code' && code_verifier !== undefined;
    return ofClient && complete && grant !== undefined && grant.redirectUri === redirect_uri;
  }
}
