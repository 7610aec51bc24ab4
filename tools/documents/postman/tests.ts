import type { OpenAPIObject } from '@nestjs/swagger';
import type { Step } from './step.js';

interface Answer {
  content?: Record<string, { schema?: { $ref?: string; required?: string[] } }>;
}

/** What Postman runs after a step: the status, the fields that the document promises, and what the step wants besides. */
export function testsOf(step: Step, document: OpenAPIObject, answers: Record<string, Answer>): string[] {
  const tests = testsOfAnswer(step, document, answers);
  if (step.answersLater === undefined) return tests;
  const later = `pm.test('answers ${step.answersLater} some time later', () => {});`;
  return [`if (pm.response.code === ${step.answersLater}) {`, later, '} else {', ...tests, '}'];
}

function testsOfAnswer(step: Step, document: OpenAPIObject, answers: Record<string, Answer>): string[] {
  const { content } = answers[step.answers] ?? {};
  const status = `pm.test('answers ${step.answers}', () => pm.response.to.have.status(${step.answers}));`;
  if (content === undefined) {
    return [status, "pm.test('has no body', () => pm.expect(pm.response.text()).to.eql(''));"];
  }
  const [type = '', { schema = {} } = {}] = Object.entries(content)[0] ?? [];
  const fields = requiredFields(schema, document).map((field) => `'${field}'`);
  return [
    status,
    `pm.test('is ${type}', () => pm.expect(pm.response.headers.get('Content-Type')).to.include('${type}'));`,
    'const answer = pm.response.json();',
    `pm.test('has every field', () => pm.expect(answer).to.include.all.keys(${fields.join(', ')}));`,
    ...Object.entries(step.where ?? {}).map(([what, check]) => `pm.test(${JSON.stringify(what)}, () => ${check});`),
    ...Object.entries(step.keeps ?? {}).map(([name, value]) => `pm.collectionVariables.set('${name}', ${value});`),
  ];
}

function requiredFields({ $ref, required }: { $ref?: string; required?: string[] }, document: OpenAPIObject): string[] {
  if ($ref === undefined) return required ?? [];
  const schema = document.components?.schemas?.[$ref.split('/').at(-1) ?? ''];
  return (schema as { required?: string[] } | undefined)?.required ?? [];
}
