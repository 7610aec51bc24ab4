const INNERMOST = /\([^()]*\)/g;
/** What makes a statement one of its kind; the first that is found counts. */
const KINDS: [operation: string, table: RegExp][] = [
  ['INSERT', /\binsert\s+into\s+"?(\w+)/i],
  ['UPDATE', /\bupdate\s+"?(\w+)"?\s+(?:(?:as\s+)?"?\w+"?\s+)?set\b/i],
  ['DELETE', /\bdelete\s+from\s+"?(\w+)/i],
];
const SELECT = /\bfrom\s+"?(\w+)/i;

/** `INSERT messages` of a statement's text, however many tables it also reads. */
export function summaryOf(text: string): string {
  for (const [operation, table] of KINDS) {
    const [, name] = table.exec(text) ?? [];
    if (name !== undefined) return `${operation} ${name}`;
  }
  const [, table] = SELECT.exec(withoutParts(text)) ?? [];
  if (table !== undefined) return `SELECT ${table}`;
  return /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'UNKNOWN';
}

/** Without what stands in parentheses: subqueries read other tables. */
function withoutParts(text: string): string {
  const shorter = text.replaceAll(INNERMOST, '');
  return shorter === text ? text : withoutParts(shorter);
}
