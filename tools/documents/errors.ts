import type { Reason } from './reasons.js';

const INTRODUCTION = `# Errors

<!-- Generated from proto/messenger/*/v1/error_reason.proto by "make docs". -->

Every refusal is \`application/problem+json\` (RFC 9457). Programs decide by \`reason\`; \`detail\` is for people and may
change. \`errors\` is there where single fields are wrong. \`requestId\`, also in the header \`X-Request-Id\`, names the
request in our logs.

\`\`\`json
{
  "type": "about:blank",
  "title": "Bad Request",
  "status": 400,
  "reason": "VALIDATION_FAILED",
  "detail": "The request has invalid fields.",
  "requestId": "5f0c7a52-8b0e-4b86-9d5c-1a0b6f2e7c11",
  "errors": [{ "field": "email", "message": "email must be an e-mail address, like ada@example.com" }]
}
\`\`\`

Between the services the same reason travels in the trailer \`reason\` of a gRPC status. Which operation refuses for
which reason is in the OpenAPI document: \`/docs\`, [openapi.json](openapi.json).
`;

/** docs/errors.md */
export function errorsPage(reasons: Reason[]): string {
  const owners = [...new Set(reasons.map(({ owner }) => owner))];
  const services = owners.filter((owner) => owner !== 'errors').sort();
  return [INTRODUCTION, ...['errors', ...services].map((owner) => section(owner, reasons))].join('\n');
}

function section(owner: string, reasons: Reason[]): string {
  const title = owner === 'errors' ? 'Anywhere' : `From ${owner}-service`;
  const rows = reasons.filter((reason) => reason.owner === owner).map(row);
  return `## ${title}\n\n| Reason | Status | gRPC | When | Example |\n|-|-|-|-|-|\n${rows.join('\n')}\n`;
}

function row({ name, status, code, when, example }: Reason): string {
  return `| \`${name}\` | ${status} | ${code === undefined ? '' : `\`${code}\``} | ${when} | ${example} |`;
}
