import { createApi, ok, type Api } from './http.js';
import { LiveConnection, type LiveOptions } from './live-connection.js';
import type { WebSocketConstructor } from './client-socket.js';
import { ClientMessageSender } from './client-message-sender.js';
import type { Message } from './pending-sends.js';
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

export type { Message } from './pending-sends.js';

/** The API as one user who is signed in. */
export class MessengerClient {
  private readonly session: Session;
  private readonly sender: ClientMessageSender;

  private constructor(
    private readonly options: ClientOptions,
    tokens: Tokens,
  ) {
    this.session = new Session(options.url, tokens);
    this.sender = new ClientMessageSender(this.session);
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
   * Sends a message, and retries transient failures until the API answers or the signal aborts: over the socket of a
   * connection that is live, otherwise by POST. The API recognizes a retry by its `clientMessageId`, so the message is
   * stored once. Rejects with a ProblemError if the API refuses it.
   */
  send(
    chatId: string,
    text: string,
    options: { clientMessageId?: string; signal?: AbortSignal } = {},
  ): Promise<Message> {
    const { clientMessageId = crypto.randomUUID(), signal } = options;
    return this.sender.send({ chatId, text, clientMessageId }, signal);
  }

  async logOut(): Promise<void> {
    await ok(this.api.POST('/v1/auth/logout'));
  }
}

function platformWebSocket(): WebSocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketConstructor };
  if (WebSocket === undefined) throw new Error('This platform has no WebSocket: pass one in the options');
  return WebSocket;
}
