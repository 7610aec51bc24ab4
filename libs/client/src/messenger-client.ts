import { Backoff } from './backoff.js';
import { isTransient, ProblemError } from './errors.js';
import type { components } from './gen/openapi.js';
import { createApi, ok, type Api } from './http.js';
import { LiveConnection, type LiveOptions } from './live-connection.js';
import type { WebSocketConstructor } from './client-socket.js';
import { Session, type Tokens } from './session.js';

export interface ClientOptions {
  /** Base URL of the API, without a path. */
  url: string;
  /** Called with every new pair of tokens, to be stored for `MessengerClient.restore`. */
  onTokens?: (tokens: Tokens) => void;
  /** Default: that of the platform. Node.js before 22 has none: pass the one of the package `ws`. */
  WebSocket?: WebSocketConstructor;
}

export interface Credentials {
  email: string;
  password: string;
}

export type Message = components['schemas']['MessageView'];

/** The API as one user who is signed in. */
export class MessengerClient {
  private readonly session: Session;

  private constructor(
    private readonly options: ClientOptions,
    tokens: Tokens,
  ) {
    this.session = new Session(options.url, tokens);
    if (options.onTokens) this.session.onTokens(options.onTokens);
  }

  static register(options: ClientOptions, body: Credentials): Promise<MessengerClient> {
    return MessengerClient.signIn(options, ok(createApi(options.url).POST('/v1/auth/register', { body })));
  }

  static logIn(options: ClientOptions, body: Credentials): Promise<MessengerClient> {
    return MessengerClient.signIn(options, ok(createApi(options.url).POST('/v1/auth/login', { body })));
  }

  /** @param code the one-time code in the URL with which the browser comes back from Google */
  static exchangeGoogleCode(options: ClientOptions, code: string): Promise<MessengerClient> {
    const call = createApi(options.url).POST('/v1/auth/google/exchange', { body: { code }, credentials: 'include' });
    return MessengerClient.signIn(options, ok(call));
  }

  /** Continues a session with stored tokens. */
  static restore(options: ClientOptions, tokens: Tokens): MessengerClient {
    return new MessengerClient(options, tokens);
  }

  private static async signIn(options: ClientOptions, tokens: Promise<Tokens>): Promise<MessengerClient> {
    const client = new MessengerClient(options, await tokens);
    options.onTokens?.(client.tokens);
    return client;
  }

  /** Every route, with this user's token: `await ok(client.api.GET('/v1/users/me'))`. */
  get api(): Api {
    return this.session.api;
  }

  get tokens(): Tokens {
    return this.session.tokens;
  }

  get userId(): string {
    return this.tokens.userId;
  }

  /** This user's events after the cursor, or from now on. */
  live(options: LiveOptions = {}): LiveConnection {
    return new LiveConnection(this.session, this.options.WebSocket ?? platformWebSocket(), options);
  }

  /**
   * Sends a message, and retries transient failures until the API answers or the signal aborts. The API recognizes a
   * retry by its `clientMessageId`, so the message is stored once. Rejects with a ProblemError if the API refuses it.
   */
  async send(chatId: string, text: string, options: { clientMessageId?: string; signal?: AbortSignal } = {}) {
    const { clientMessageId = crypto.randomUUID(), signal } = options;
    const backoff = new Backoff();
    for (;;) {
      try {
        return await this.sendOnce(chatId, { text, clientMessageId }, signal);
      } catch (error) {
        if (signal?.aborted || !isTransient(error)) throw error;
        await backoff.pause(signal, error instanceof ProblemError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0);
      }
    }
  }

  async logOut(): Promise<void> {
    await ok(this.api.POST('/v1/auth/logout'));
  }

  private sendOnce(
    chatId: string,
    body: { text: string; clientMessageId: string },
    signal?: AbortSignal,
  ): Promise<Message> {
    const init = { params: { path: { chatId } }, body, ...(signal && { signal }) };
    return ok(this.api.POST('/v1/chats/{chatId}/messages', init));
  }
}

function platformWebSocket(): WebSocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketConstructor };
  if (WebSocket === undefined) throw new Error('This platform has no WebSocket: pass one in the options');
  return WebSocket;
}
