/** Values of a body, however deep. No body of ours has ten. */
const MAX_VALUES = 64;
const MAX_DEPTH = 4;

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Says what is wrong with the shape of a body before it is parsed: ours are flat objects of few fields, and to parse
 * thousands of different names takes a hundred times as long as to look through their bytes.
 *
 * @param json need not be JSON: the parser tells
 */
export function shapeProblem(json: Uint8Array): string | undefined {
  let [depth, values] = [0, 1];
  for (let index = 0; index < json.length; index++) {
    const byte = json[index];
    if (byte === QUOTE) index = endOfString(json, index);
    else if (byte === BRACKET || byte === BRACE) depth++;
    else if (byte === BRACKET_END || byte === BRACE_END) depth--;
    else if (byte === COMMA) values++;
    if (depth > MAX_DEPTH) return `The body is nested more than ${MAX_DEPTH} deep`;
    if (values > MAX_VALUES) return `The body has more than ${MAX_VALUES} values`;
  }
  return undefined;
}

function endOfString(json: Uint8Array, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== QUOTE) index += json[index] === BACKSLASH ? 2 : 1;
  return index;
}
