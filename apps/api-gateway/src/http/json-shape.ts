/** Values of a body, however deep. No body of ours has ten. */
const MAX_VALUES = 64;
const MAX_DEPTH = 4;

/** Says what is wrong with the shape of a body, at the cost of its first values: ours are flat objects of few fields. */
export function shapeProblem(body: unknown): string | undefined {
  if (!isObject(body) || Array.isArray(body)) return 'The body must be a JSON object';
  let values = 0;
  const problemOf = (parent: object, depth: number): string | undefined => {
    if (depth > MAX_DEPTH) return `The body is nested more than ${MAX_DEPTH} deep`;
    for (const key in parent) {
      if (++values > MAX_VALUES) return `The body has more than ${MAX_VALUES} values`;
      const child = (parent as Record<string, unknown>)[key];
      const problem = isObject(child) ? problemOf(child, depth + 1) : undefined;
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  return problemOf(body, 1);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
