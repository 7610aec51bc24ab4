import { refused, type Chapter } from '../step.js';

export const devices: Chapter = {
  name: 'Devices, and the end',
  description: 'Whoever ends a session, its access tokens are refused at once.',
  steps: [
    {
      operation: 'listSessions',
      name: 'Ada sees her devices',
      token: 'adaToken',
      answers: 200,
      where: { 'there are two': 'pm.expect(answer.sessions).to.have.lengthOf(2)' },
      keeps: { tabletSessionId: 'answer.sessions.find(({ current }) => !current).id' },
    },
    {
      operation: 'revokeSession',
      name: 'Ada signs the tablet out',
      token: 'adaToken',
      path: { sessionId: '{{tabletSessionId}}' },
      answers: 204,
    },
    {
      operation: 'getMe',
      name: 'The tablet is refused',
      token: 'adaTabletToken',
      answers: 401,
      where: refused('SESSION_REVOKED'),
    },
    {
      operation: 'changePassword',
      name: 'Ada changes her password',
      token: 'adaToken',
      body: { currentPassword: '{{password}}', newPassword: 'staple battery horse correct' },
      answers: 204,
    },
    { operation: 'logout', name: 'Ada logs out', token: 'adaToken', answers: 204 },
    {
      operation: 'getMe',
      name: 'Her token is refused',
      token: 'adaToken',
      answers: 401,
      where: refused('SESSION_REVOKED'),
    },
    {
      operation: 'deleteAccount',
      name: 'Grace leaves',
      token: 'graceToken',
      body: { password: '{{password}}', keepMessages: true },
      answers: 202,
      where: { 'it says when': 'pm.expect(new Date(answer.eraseAt).getTime()).to.be.above(0)' },
    },
    {
      operation: 'getMe',
      name: 'She is signed out',
      token: 'graceToken',
      answers: 401,
      where: refused('SESSION_REVOKED'),
    },
  ],
};
