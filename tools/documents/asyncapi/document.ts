/** The part of AsyncAPI 3.0 that our document uses. https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export interface AsyncApiDocument {
  asyncapi: '3.0.0';
  info: { title: string; version: string; description: string; license: { name: string; url: string } };
  defaultContentType: string;
  servers: Record<string, ServerObject>;
  channels: Record<string, ChannelObject>;
  operations: Record<string, OperationObject>;
  components: {
    messages: Record<string, MessageObject>;
    schemas: Record<string, JsonSchema>;
    securitySchemes: Record<string, SecurityScheme>;
  };
}

export interface Reference {
  $ref: string;
}

export interface ServerObject {
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

/** The WebSocket, the broker's exchange, or a queue. */
export interface ChannelObject {
  /** Null where the name is generated at run time. */
  address: string | null;
  title: string;
  description: string;
  servers: Reference[];
  messages: Record<string, Reference>;
  parameters?: Record<string, { description: string; enum: string[]; location?: string }>;
  bindings: object;
  /** How the server closes a connection, which AsyncAPI cannot express. */
  'x-close-codes'?: { code: number; reason: string; advice: string }[];
}

/** What one of our processes sends or receives at a channel. */
export interface OperationObject {
  action: 'send' | 'receive';
  channel: Reference;
  title: string;
  description: string;
  messages: Reference[];
  bindings?: object;
}

export interface MessageObject {
  name: string;
  title: string;
  summary: string;
  /** Default: that of the document. */
  contentType?: string;
  payload: JsonSchema;
  headers?: Reference;
  bindings?: object;
  examples: { payload: unknown }[];
}

/** JSON Schema, draft 7. */
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
