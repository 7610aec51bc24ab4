/**
 * What an operation takes or gives, said the same way for a proto message and for a JSON schema: the name of a type, or
 * a field each. `name[]` is a list; `name?` may be left out of a request, and may be null in an answer.
 */
export type Shape = string | { [field: string]: Shape };

/** An operation of the API, as a proto or as the OpenAPI document has it. */
export interface Operation {
  /** Path and query, by name. */
  parameters: Shape;
  body: Shape | null;
  response: Shape | null;
  /** Whether it wants no access token. */
  public: boolean;
  /** Reasons of its own to refuse, in order. */
  reasons: string[];
}

/** By `GET /v1/users/{userId}`. */
export type Operations = Map<string, Operation>;
