import { Backoff } from './backoff.js';
import { isPassing, ProblemError } from './errors.js';
import type { components } from './gen/openapi.js';
import { createApi, ok, type Api } from './http.js';
import { LiveConnection, type LiveOptions } from './live-connection.js';
import type { WebSocketConstructor } from './live-socket.js';
import { Session, type Tokens } from './session.js';

export interface ClientOptions {
  /** Of the gateway, without a path. */
  url: string;
  /** Told every new pair of tokens, so that they can be kept for `MessengerClient.restore`. */
  onTokens?: (tokens: Tokens) => void;
  /** Default: the platform's. Node.js before 22 has none: the one of the package `ws` fits. */
  WebSocket?: WebSocketConstructor;
}

export interface Credentials {
  email: string;
  password: string;
}

export type Message = components['schemas']['MessageView'];

/** Somebody who is signed in. */
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

  /** @param code what Google's sign-in has brought this browser back with */
  static exchangeGoogleCode(options: ClientOptions, code: string): Promise<MessengerClient> {
    const answer = createApi(options.url).POST('/v1/auth/google/exchange', { body: { code }, credentials: 'include' });
    return MessengerClient.signIn(options, ok(answer));
  }

  /** Goes on with tokens that were kept. */
  static restore(options: ClientOptions, tokens: Tokens): MessengerClient {
    return new MessengerClient(options, tokens);
  }

  private static async signIn(options: ClientOptions, tokens: Promise<Tokens>): Promise<MessengerClient> {
    const client = new MessengerClient(options, await tokens);
    options.onTokens?.(client.tokens);
    return client;
  }

  /** Every route, as this person: `await ok(client.api.GET('/v1/users/me'))`. */
  get api(): Api {
    return this.session.api;
  }

  get tokens(): Tokens {
    return this.session.tokens;
  }

  get userId(): string {
    return this.tokens.userId;
  }

  /** What happens to this person, from the cursor on or from now. */
  live(options: LiveOptions = {}): LiveConnection {
    return new LiveConnection(this.session, this.options.WebSocket ?? platformWebSocket(), options);
  }

  /**
   * Sends a message, and repeats it until it is answered or the signal aborts: by its `clientMessageId` the API
   * recognizes a repeat, so that it shows once. A refusal rejects with its ProblemError.
   */
  async send(chatId: string, text: string, options: { clientMessageId?: string; signal?: AbortSignal } = {}) {
    const { clientMessageId = crypto.randomUUID(), signal } = options;
    const backoff = new Backoff();
    for (;;) {
      try {
        return await this.sendOnce(chatId, { text, clientMessageId }, signal);
      } catch (error) {
        if (signal?.aborted || !isPassing(error)) throw error;
        await backoff.pause(signal, error instanceof ProblemError ? (error.retryAfter ?? 0) * 1_000 : 0);
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
    return ok(this.api.POST('/v1/chats/{chatId}/messages', { params: { path: { chatId } }, body, signal }));
  }
}

function platformWebSocket(): WebSocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketConstructor };
  if (WebSocket === undefined) throw new Error('This platform has no WebSocket: give one in the options');
  return WebSocket;
}
