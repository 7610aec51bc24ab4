import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { reasonOf, type Step } from './step.js';

interface Media {
  schema?: unknown;
  example?: unknown;
}

type Answers = Record<string, { content?: Record<string, Media> }>;

/** What the step's answer looks like, before anything was sent: the example of the document. */
export function exampleAnswer(step: Step, originalRequest: object, document: OpenAPIObject, answers: Answers): object {
  const [type, media] = Object.entries(answers[step.answers]?.content ?? {})[0] ?? [];
  const body = exampleOf(step, media, document);
  return {
    name: `${step.name}: ${step.answers}`,
    originalRequest,
    status: STATUS_CODES[step.answers],
    code: step.answers,
    _postman_previewlanguage: 'json',
    header: type === undefined ? [] : [{ key: 'Content-Type', value: type }],
    body: body === undefined ? '' : JSON.stringify(body, null, 2),
  };
}

function exampleOf(step: Step, media: Media | undefined, { components }: OpenAPIObject): unknown {
  const reason = reasonOf(step);
  if (reason === undefined) return media?.example;
  return (components?.examples?.[reason] as { value?: unknown } | undefined)?.value;
}
