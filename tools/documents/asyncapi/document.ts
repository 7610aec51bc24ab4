/** As much of AsyncAPI 3.0 as our document has. https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export interface AsyncApiDocument {
  asyncapi: '3.0.0';
  info: { title: string; version: string; description: string; license: { name: string; url: string } };
  defaultContentType: string;
  servers: Record<string, Server>;
  channels: Record<string, Channel>;
  operations: Record<string, Operation>;
  components: {
    messages: Record<string, Message>;
    schemas: Record<string, JsonSchema>;
    securitySchemes: Record<string, SecurityScheme>;
  };
}

export interface Reference {
  $ref: string;
}

export interface Server {
  host: string;
  pathname?: string;
  protocol: string;
  description: string;
  security: Reference[];
}

export interface SecurityScheme {
  type: string;
  description: string;
  [detail: string]: string;
}

/** Where messages go: the WebSocket, the broker's exchange, a queue. */
export interface Channel {
  /** Null where its name is made at run time. */
  address: string | null;
  title: string;
  description: string;
  servers: Reference[];
  messages: Record<string, Reference>;
  parameters?: Record<string, { description: string; enum: string[]; location: string }>;
  bindings: object;
  /** How the server ends a connection: AsyncAPI has no word for it. */
  'x-close-codes'?: { code: number; reason: string; advice: string }[];
}

/** What one of our processes does at a channel. */
export interface Operation {
  action: 'send' | 'receive';
  channel: Reference;
  title: string;
  description: string;
  messages: Reference[];
  bindings?: object;
}

export interface Message {
  name: string;
  title: string;
  summary: string;
  payload: JsonSchema;
  headers?: Reference;
  bindings?: object;
  examples: { payload: unknown }[];
}

/** Draft 7. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  description?: string;
  const?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean;
  allOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}
