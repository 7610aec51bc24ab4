import type {
  BeginGoogleLinkRequest,
  BeginGoogleSignInRequest,
  ExchangeGoogleCodeRequest,
  FinishGoogleSignInRequest,
  RemoveIdentityRequest,
  ReturnFromGoogleRequest,
} from '@messenger/proto';
import { applyDecorators } from '@nestjs/common';
import { Matches } from 'class-validator';
import { InviteCode } from '../fields/credentials.js';
import { Describe, DescribeModel } from '../fields/describe.js';
import { Id } from '../fields/id.js';
import { Optional, Text } from '../fields/text.js';

const SECRET = 'p1Vt0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQxZs';
const CHALLENGE_DESCRIPTION = 'Of a native app: the S256 challenge of its PKCE, instead of the cookie of the browser.';
const VERIFIER_DESCRIPTION = 'Of a native app: the verifier of the challenge that its sign-in began with.';
const MAX_URL_LENGTH = 2_048;
/** Google's id_tokens have some 1,200 characters. */
const MAX_ID_TOKEN_LENGTH = 16_384;

/** The secret in the browser's cookie; empty where it has no cookie. */
function Browser(): PropertyDecorator {
  return Text({ min: 0, max: 512, example: SECRET });
}

/** The app's URL that the browser returns to after a sign-in. */
@DescribeModel('Where the browser goes in the end.')
export class RedirectDto {
  @Text({
    min: 1,
    max: MAX_URL_LENGTH,
    description: 'One of REDIRECT_URLS, with any query; the first of them by default.',
  })
  @Optional()
  redirect?: string;
}

/** RFC 7636, 4.2: SHA-256 in base64url. */
function Challenge(): PropertyDecorator {
  return applyDecorators(
    Describe({ minLength: 43, maxLength: 43, pattern: '^[A-Za-z0-9_-]{43}$', description: CHALLENGE_DESCRIPTION }),
    Optional(),
    Matches(/^[\w-]{43}$/, { message: (field) => `${field.property} must be 43 of A-Z a-z 0-9 _ - (S256)` }),
  );
}

/** RFC 7636, 4.1. */
function Verifier(): PropertyDecorator {
  return applyDecorators(
    Describe({
      minLength: 43,
      maxLength: 128,
      pattern: '^[A-Za-z0-9._~-]{43,128}$',
      description: VERIFIER_DESCRIPTION,
    }),
    Optional(),
    Matches(/^[\w.~-]{43,128}$/, { message: (field) => `${field.property} must be 43 to 128 of A-Z a-z 0-9 . _ ~ -` }),
  );
}

export class StartGoogleSignInDto extends RedirectDto {
  @Challenge()
  codeChallenge?: string;

  @InviteCode()
  invite?: string;

  @Text({ min: 1, max: 8, description: 'Set by the redirect to the public host name.' })
  @Optional()
  redirected?: string;
}

/** The one-time code of the redirect's query. */
@DescribeModel('The end of a sign-in with Google.')
export class GoogleCodeDto {
  @Text({ min: 1, max: 512, example: SECRET, description: "From the redirect's query." })
  code!: string;

  @Verifier()
  codeVerifier?: string;
}

export class BeginGoogleSignInDto implements BeginGoogleSignInRequest {
  @Text({ min: 43, max: 128, example: SECRET })
  codeVerifier!: string;

  @Text({ min: 1, max: MAX_URL_LENGTH, example: 'http://127.0.0.1:3000/' })
  redirect!: string;

  @Text({ min: 43, max: 512, example: SECRET })
  browser!: string;

  @Challenge()
  appChallenge?: string;

  @InviteCode()
  invite?: string;
}

export class BeginGoogleLinkDto extends BeginGoogleSignInDto implements BeginGoogleLinkRequest {}

export class ReturnFromGoogleDto implements ReturnFromGoogleRequest {
  /** Empty where Google's callback has none. */
  @Text({ min: 0, max: 512, example: SECRET })
  state!: string;

  @Browser()
  browser!: string;
}

export class FinishGoogleSignInDto implements FinishGoogleSignInRequest {
  @Id()
  flowId!: string;

  @Text({ min: 1, max: MAX_ID_TOKEN_LENGTH, example: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' })
  idToken!: string;
}

export class ExchangeGoogleCodeDto implements ExchangeGoogleCodeRequest {
  @Text({ min: 1, max: 512, example: SECRET })
  code!: string;

  @Browser()
  browser!: string;

  @Verifier()
  appVerifier?: string;
}

export class RemoveIdentityDto implements RemoveIdentityRequest {
  @Id()
  identityId!: string;
}
