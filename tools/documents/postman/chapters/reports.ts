import { refused, type Chapter } from '../step.js';

export const reports: Chapter = {
  name: 'Grace reports Ada',
  description: 'To the administrators, who alone see it.',
  steps: [
    {
      operation: 'createReport',
      name: 'Grace reports Ada',
      token: 'graceToken',
      body: { userId: '{{adaId}}', text: 'Deletes what she writes' },
      answers: 201,
      keeps: { reportId: 'answer.id' },
    },
    {
      operation: 'createReport',
      name: 'Nobody reports themselves',
      token: 'graceToken',
      body: { userId: '{{graceId}}', text: 'A slip' },
      answers: 400,
      where: refused('VALIDATION_FAILED'),
    },
  ],
};
