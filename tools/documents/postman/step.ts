/** One request of the story, and what must come of it. Texts may hold Postman's `{{variables}}`. */
export interface Step {
  /** `operationId` of the OpenAPI document. */
  operation: string;
  /** As the collection shows it. */
  name: string;
  /** Whose access token it carries: the variable; none where the operation is public. */
  token?: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  /** The status of the answer. */
  answers: number;
  /** The status where the steps before were minutes ago, because somebody sends them one by one. */
  answersLater?: number;
  /** What holds besides, by what it says: JavaScript in which `answer` is the body. */
  where?: Record<string, string>;
  /** Variables that later steps use: JavaScript in which `answer` is the body. */
  keeps?: Record<string, string>;
  /** JavaScript that runs before. */
  before?: string[];
  /**
   * What only a person can bring, by the variable that takes it: a token from a mail, a code from a browser. The
   * request is skipped as long as the variable is empty.
   */
  byHand?: { variable: string; how: string };
}

export interface Chapter {
  name: string;
  description: string;
  steps: Step[];
}

const REFUSES = 'refuses: ';

/** The reason that a step of {@link refused} is refused for. */
export function reasonOf({ where = {} }: Step): string | undefined {
  return Object.keys(where)
    .find((name) => name.startsWith(REFUSES))
    ?.slice(REFUSES.length);
}

/** A refusal, by its reason. */
export function refused(reason: string): Record<string, string> {
  return { [`${REFUSES}${reason}`]: `pm.expect(answer.reason).to.eql('${reason}')` };
}
