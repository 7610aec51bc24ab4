import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppName } from '@messenger/stack';

interface LogLine {
  msg: string;
  requestId?: string;
  traceId?: string;
  spanId?: string;
}

/** What the stack's processes have written. */
export class Logs {
  constructor(private readonly folder: string) {}

  /** The messages of an app's log lines that belong to the request. */
  messagesOf(app: AppName, requestId: string): string[] {
    return this.linesOf(app, requestId).map(({ msg }) => msg);
  }

  /** An app's log lines that belong to the request. */
  linesOf(app: AppName, requestId: string): LogLine[] {
    return readFileSync(join(this.folder, `${app}.log`), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as LogLine)
      .filter((line) => line.requestId === requestId);
  }

  /** Every file, PostgreSQL's and RabbitMQ's too, in lower case. */
  all(): Map<string, string> {
    const files = readdirSync(this.folder);
    return new Map(files.map((file) => [file, readFileSync(join(this.folder, file), 'utf8').toLowerCase()]));
  }
}
