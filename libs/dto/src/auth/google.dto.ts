import type {
  BeginGoogleLinkRequest,
  BeginGoogleSignInRequest,
  ExchangeGoogleCodeRequest,
  FinishGoogleSignInRequest,
  RemoveIdentityRequest,
  ReturnFromGoogleRequest,
} from '@messenger/proto';
import { Id } from '../fields/id.js';
import { Optional, Text } from '../fields/text.js';

const SECRET = 'p1Vt0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQxZs';
const MAX_URL_LENGTH = 2_048;
/** Google's id_tokens have some 1,200 characters. */
const MAX_ID_TOKEN_LENGTH = 16_384;

/** The secret in the browser's cookie; empty where it has no cookie. */
function Browser(): PropertyDecorator {
  return Text({ min: 0, max: 512, example: SECRET });
}

/** The app's URL that the browser returns to after a sign-in. */
export class RedirectDto {
  @Text({
    min: 1,
    max: MAX_URL_LENGTH,
    example: 'http://127.0.0.1:3000/',
    description: 'One of REDIRECT_URLS, with any query; the first of them by default.',
  })
  @Optional()
  redirect?: string;
}

export class StartGoogleSignInDto extends RedirectDto {
  @Text({ min: 1, max: 8, example: 'true', description: 'Set by the redirect to the public host name.' })
  @Optional()
  redirected?: string;
}

/** The one-time code of the redirect's query. */
export class GoogleCodeDto {
  @Text({ min: 1, max: 512, example: SECRET })
  code!: string;
}

export class BeginGoogleSignInDto implements BeginGoogleSignInRequest {
  @Text({ min: 43, max: 128, example: SECRET })
  codeVerifier!: string;

  @Text({ min: 1, max: MAX_URL_LENGTH, example: 'http://127.0.0.1:3000/' })
  redirect!: string;

  @Text({ min: 43, max: 512, example: SECRET })
  browser!: string;
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
}

export class RemoveIdentityDto implements RemoveIdentityRequest {
  @Id()
  identityId!: string;
}
