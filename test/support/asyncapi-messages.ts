import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { AsyncApiDocument, MessageObject } from '../../tools/documents/asyncapi/document.js';

/** The messages of an AsyncAPI document, and what is wrong with one that somebody has really sent. */
export class Messages {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: AsyncApiDocument) {
    formats.default(this.ajv);
    this.ajv.addSchema(document, 'document');
  }

  /** Readers are to pass over what they do not know; here, a field that the document does not name is a mistake. */
  static withoutUnknownFields(document: AsyncApiDocument): Messages {
    return new Messages(closed(document));
  }

  get all(): [key: string, message: MessageObject][] {
    return Object.entries(this.document.components.messages);
  }

  /** Undefined where nothing is wrong. @param key such as `frame.live` or `event.chat.read.v1` */
  complaint(key: string, part: 'payload' | 'headers', value: unknown): string | undefined {
    if (!(key in this.document.components.messages)) return `The document has no ${key}`;
    const place = `document#/components/messages/${key}/${part}`;
    const validate = this.validators.get(place) ?? this.ajv.compile({ $ref: place });
    this.validators.set(place, validate);
    return validate(value) ? undefined : `${key}: ${this.ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`;
  }
}

function closed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(closed) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closed(part as unknown)]));
  return ('properties' in copy ? { ...copy, additionalProperties: false } : copy) as T;
}
