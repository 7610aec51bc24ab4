/** The metrics that an expression of PromQL names. */
export function metricsIn(expression: string): string[] {
  const plain = expression
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ')
    .replaceAll(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, ' ');
  const names = plain.matchAll(/\b[a-z_][\w:]*\b(?!\s*\()/gi);
  return [...new Set([...names].map(([name]) => name))].filter((name) => !KEYWORDS.has(name));
}

const KEYWORDS = new Set(['and', 'or', 'unless', 'bool', 'offset']);
