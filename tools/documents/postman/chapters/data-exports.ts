import { refused, type Chapter } from '../step.js';

const EXPORT = { exportId: '{{exportId}}' };
const token = 'adaToken';

export const dataExports: Chapter = {
  name: 'Ada takes her data along',
  description: 'A file of everything that is hers: asked for, looked at, deleted. In a browser it is fetched once it is ready.',
  steps: [
    {
      operation: 'startExport',
      name: 'Ada asks for her data',
      token,
      answers: 202,
      keeps: { exportId: 'answer.id' },
    },
    {
      operation: 'getExport',
      name: 'Ada looks how far it is',
      token,
      path: EXPORT,
      answers: 200,
      where: { 'it runs, or is ready': "pm.expect(answer.state).to.be.oneOf(['running', 'ready'])" },
    },
    { operation: 'listExports', name: 'Ada sees that there is one', token, answers: 200 },
    {
      operation: 'getExport',
      name: 'For Grace there is no such export',
      token: 'graceToken',
      path: EXPORT,
      answers: 404,
      where: refused('EXPORT_NOT_FOUND'),
    },
    {
      operation: 'getExportFile',
      name: 'Nor is its file',
      token: 'graceToken',
      path: EXPORT,
      answers: 404,
      where: refused('EXPORT_NOT_FOUND'),
    },
    { operation: 'deleteExport', name: 'Ada deletes it', token, path: EXPORT, answers: 204 },
  ],
};
