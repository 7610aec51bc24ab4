import { refused, type Chapter } from '../step.js';

export const invites: Chapter = {
  name: 'Ada invites others',
  description: 'By a link that is good for so many accounts, and for so many days.',
  steps: [
    {
      operation: 'createInvite',
      name: 'Ada makes an invite',
      token: 'adaToken',
      body: { maxUses: 2, expiresInDays: 7, note: 'For the choir' },
      answers: 201,
      where: { 'its link has the code': 'pm.expect(answer.url).to.include(answer.code)' },
      keeps: { inviteId: 'answer.invite.id', inviteCode: 'answer.code' },
    },
    {
      operation: 'listInvites',
      name: 'Ada sees that nobody has come yet',
      token: 'adaToken',
      answers: 200,
      where: { 'it is not used': 'pm.expect(answer.invites[0].uses).to.eql(0)' },
    },
    {
      operation: 'revokeInvite',
      name: 'Ada takes it back',
      token: 'adaToken',
      path: { inviteId: '{{inviteId}}' },
      answers: 204,
    },
    {
      operation: 'register',
      name: 'It opens nothing any more',
      body: { email: 'late-{{$guid}}@example.com', password: '{{password}}', invite: '{{inviteCode}}' },
      answers: 403,
      where: refused('INVITE_REVOKED'),
    },
  ],
};
