import { refused, type Chapter } from '../step.js';

const GRACE = { userId: '{{graceId}}' };

export const parting: Chapter = {
  name: 'They part',
  description: 'The history stays readable; writing stops. A block refuses requests, too.',
  steps: [
    { operation: 'removeFriend', name: 'Ada ends the friendship', token: 'adaToken', path: GRACE, answers: 204 },
    {
      operation: 'removeFriend',
      name: 'It cannot end twice',
      token: 'adaToken',
      path: GRACE,
      answers: 404,
      where: refused('NOT_FRIENDS'),
    },
    { operation: 'blockUser', name: 'Ada blocks Grace', token: 'adaToken', path: GRACE, answers: 204 },
    {
      operation: 'listBlocks',
      name: 'Ada sees whom she has blocked',
      token: 'adaToken',
      answers: 200,
      where: { 'it is Grace': "pm.expect(answer.blocks[0].user.id).to.eql(pm.collectionVariables.get('graceId'))" },
    },
    { operation: 'unblockUser', name: 'Ada unblocks Grace', token: 'adaToken', path: GRACE, answers: 204 },
  ],
};
