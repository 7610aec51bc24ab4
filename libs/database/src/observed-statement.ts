import { recordOutcome, startChild } from '@messenger/tracing';
import { statementDurationSeconds } from './database.metrics.js';

/** Measures a statement, and traces it by its summary: text and values stay out. */
export function observedStatement<T>(summary: string, run: () => Promise<T>): Promise<T> {
  const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': summary };
  const span = startChild(summary, { kind: 'client', attributes });
  const measure = statementDurationSeconds.startTimer({ statement: summary });
  return recordOutcome(span, run().finally(measure));
}
