import type { components } from './gen/openapi.js';
import { BrowserSession } from './browser-session.js';
import { SignedOutError } from './errors.js';
import { createApi, ok, type Api } from './http.js';
import { LiveConnection, type LiveOptions } from './live-connection.js';
import type { WebSocketConstructor } from './client-socket.js';
import { ClientMessageSender } from './client-message-sender.js';
import type { Message } from './pending-sends.js';
import { COOKIE_INIT, hasRefreshCookie } from './refresh-cookie.js';
import { Session, type Tokens } from './session.js';
import { withLock } from './tab-locks.js';
import { randomUuid } from './uuid.js';

export interface ClientOptions {
  /** Base URL of the API, with its path where it has one. */
  url: string;
  /**
   * For browsers: the refresh token is kept in a cookie that no script can read, and the tabs share one session.
   * Default: false, the tokens are in the memory of this client.
   */
  cookie?: boolean;
  /** Called with every new pair of tokens, to be stored for `MessengerClient.restore`. */
  onTokens?: (tokens: Tokens) => void;
  /** Called once when the session has ended: by `logOut`, in another tab, or by the API. */
  onSignedOut?: (error: SignedOutError) => void;
  /** Default: that of the platform. Node.js before 22 has none: pass the one of the package `ws`. */
  WebSocket?: WebSocketConstructor;
}

export interface Credentials {
  email: string;
  password: string;
}

export interface Registration extends Credentials {
  /** The code of an invite, where the server asks for one. */
  invite?: string;
}

export type { Message } from './pending-sends.js';

/** The API as one user who is signed in. */
export class MessengerClient {
  private readonly sender: ClientMessageSender;

  private constructor(
    private readonly options: ClientOptions,
    private readonly session: Session,
  ) {
    this.sender = new ClientMessageSender(session);
    if (options.onTokens) session.onTokens(options.onTokens);
    session.ended.addEventListener('abort', () => options.onSignedOut?.(session.ended.reason as SignedOutError));
  }

  static register(options: ClientOptions, body: Registration): Promise<MessengerClient> {
    return MessengerClient.signIn(options, (api, init) => ok(api.POST('/v1/auth/register', { body, ...init })));
  }

  static logIn(options: ClientOptions, body: Credentials): Promise<MessengerClient> {
    return MessengerClient.signIn(options, (api, init) => ok(api.POST('/v1/auth/login', { body, ...init })));
  }

  /** @param code the one-time code in the URL with which the browser comes back from Google */
  static exchangeGoogleCode(options: ClientOptions, code: string): Promise<MessengerClient> {
    const init = { body: { code }, credentials: 'include' } as const;
    return MessengerClient.signIn(options, (api, more) =>
      ok(api.POST('/v1/auth/google/exchange', { ...init, ...more })),
    );
  }

  /** Continues a session with stored tokens. */
  static restore(options: ClientOptions, tokens: Tokens): MessengerClient {
    return new MessengerClient(options, sessionOf(options, tokens));
  }

  /**
   * Continues the session of this browser's cookie. Resolves with undefined where nobody is signed in; rejects where the
   * API does not answer: see `resumeAs`.
   */
  static async resume(options: ClientOptions): Promise<MessengerClient | undefined> {
    if (!hasRefreshCookie()) return undefined;
    const session = new BrowserSession(options.url);
    try {
      await session.accessToken();
      return new MessengerClient({ ...options, cookie: true }, session);
    } catch (error) {
      session.close();
      if (error instanceof SignedOutError) return undefined;
      throw error;
    }
  }

  /**
   * Continues the session of this browser's cookie without asking the API: the first call gets the access token, from
   * another tab where one has it. The session ends where the cookie is not this user's.
   *
   * @param userId who was signed in when this browser was last used
   */
  static resumeAs(options: ClientOptions, userId: string): MessengerClient {
    return new MessengerClient({ ...options, cookie: true }, new BrowserSession(options.url, undefined, userId));
  }

  private static async signIn(options: ClientOptions, call: SignInCall): Promise<MessengerClient> {
    const api = createApi(options.url);
    const tokens = await (options.cookie ? withLock(options.url, () => call(api, COOKIE_INIT)) : call(api, {}));
    options.onTokens?.(tokens);
    return MessengerClient.restore(options, tokens);
  }

  /** Every route, with this user's token: `await ok(client.api.GET('/v1/users/me'))`. */
  get api(): Api {
    return this.session.api;
  }

  /** Of a client that was resumed there are none before its first call. */
  get tokens(): Tokens {
    if (this.session.tokens === undefined) throw new Error('The tokens come with the first call');
    return this.session.tokens;
  }

  get userId(): string {
    return this.session.userId;
  }

  /** This user's events after the cursor, or from now on. */
  live(options: LiveOptions = {}): LiveConnection {
    return new LiveConnection(this.session, this.options.WebSocket ?? platformWebSocket(), options);
  }

  /**
   * Sends a message, and retries transient failures until the API answers or the signal aborts: over the socket of a
   * connection that is live, otherwise by POST. The API recognizes a retry by its `clientMessageId`, so the message is
   * stored once. Rejects with a ProblemError if the API refuses it.
   */
  send(
    chatId: string,
    text: string,
    options: { clientMessageId?: string; signal?: AbortSignal } = {},
  ): Promise<Message> {
    const { clientMessageId = randomUuid(), signal } = options;
    return this.sender.send({ chatId, text, clientMessageId }, signal);
  }

  /** Replaces the profile's picture: JPEG, PNG or WebP of up to 5 MB. */
  uploadAvatar(image: Blob): Promise<components['schemas']['UserView']> {
    const form = new FormData();
    form.append('file', image);
    // Typed as JSON has it: a binary file has no word there.
    const body = form as unknown as components['schemas']['AvatarUpload'];
    return ok(this.api.PUT('/v1/users/me/avatar', { body }));
  }

  /** Ends the session, in every tab of a browser. Rejects where the API does not answer: then it has not ended. */
  async logOut(): Promise<void> {
    await ok(this.api.POST('/v1/auth/logout', this.options.cookie ? COOKIE_INIT : {})).catch((error: unknown) => {
      if (!(error instanceof SignedOutError)) throw error;
    });
    this.session.signOut('LOGGED_OUT');
  }
}

type SignInCall = (api: Api, init: Partial<typeof COOKIE_INIT>) => Promise<Tokens>;

function sessionOf({ url, cookie = false }: ClientOptions, tokens: Tokens): Session {
  return cookie ? new BrowserSession(url, tokens) : new Session(url, tokens);
}

function platformWebSocket(): WebSocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketConstructor };
  if (WebSocket === undefined) throw new Error('This platform has no WebSocket: pass one in the options');
  return WebSocket;
}
