import { refused, type Chapter } from '../step.js';

const GRACE = { userId: '{{graceId}}' };
const REPORT = { reportId: '{{reportId}}' };
const HOW = 'Of an administrator: "make admin EMAIL=" makes one, then log in.';
const byHand = { variable: 'adminToken', how: HOW };
const token = 'adminToken';

export const administration: Chapter = {
  name: 'The keepers',
  description: 'What administrators do; for everybody else these routes do not exist.',
  steps: [
    {
      operation: 'listAccounts',
      name: 'For Ada there is no such route',
      token: 'adaToken',
      answers: 404,
      where: refused('NOT_FOUND'),
    },
    {
      operation: 'listAccounts',
      name: 'An administrator finds Grace',
      token,
      query: { query: '{{graceEmail}}' },
      answers: 200,
      byHand,
    },
    { operation: 'getAccount', name: 'And reads her account', token, path: GRACE, answers: 200, byHand },
    {
      operation: 'suspendAccount',
      name: 'Suspends it',
      token,
      path: GRACE,
      body: { reason: 'A mistake' },
      answers: 204,
      byHand,
    },
    { operation: 'liftSuspension', name: 'Lifts the suspension', token, path: GRACE, answers: 204, byHand },
    { operation: 'endSessions', name: 'Signs her out', token, path: GRACE, answers: 204, byHand },
    { operation: 'grantAdmin', name: 'Makes her an administrator', token, path: GRACE, answers: 204, byHand },
    { operation: 'revokeAdmin', name: 'Takes the role back', token, path: GRACE, answers: 204, byHand },
    { operation: 'removeAccount', name: 'Deletes her account', token, path: GRACE, answers: 202, byHand },
    { operation: 'listReports', name: 'Sees what was reported', token, answers: 200, byHand },
    { operation: 'getReport', name: "Reads Grace's report", token, path: REPORT, answers: 200, byHand },
    {
      operation: 'closeReport',
      name: 'Closes it',
      token,
      path: REPORT,
      body: { note: 'Talked to both' },
      answers: 200,
      byHand,
    },
    { operation: 'listDeadLetters', name: 'Sees what services have given up on', token, answers: 200, byHand },
    { operation: 'replayDeadLetters', name: 'Sends it to them again', token, body: {}, answers: 200, byHand },
    { operation: 'getFigures', name: 'Counts', token, answers: 200, byHand },
    { operation: 'listAuditLog', name: 'Sees what was done', token, answers: 200, byHand },
  ],
};
