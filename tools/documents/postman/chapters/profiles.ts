import { refused, type Chapter } from '../step.js';

export const profiles: Chapter = {
  name: 'They show who they are',
  description: 'Profiles are born with a nickname; both take another one, by which people find them.',
  steps: [
    {
      operation: 'getMe',
      name: 'Ada sees her profile',
      token: 'adaToken',
      answers: 200,
      where: { 'it is hers': "pm.expect(answer.id).to.eql(pm.collectionVariables.get('adaId'))" },
    },
    {
      operation: 'updateMe',
      name: 'Ada takes a nickname',
      token: 'adaToken',
      body: { nickname: '{{adaNickname}}', about: 'Countess of computing' },
      answers: 200,
      where: { 'it is the new one': "pm.expect(answer.nickname).to.eql(pm.collectionVariables.get('adaNickname'))" },
    },
    {
      operation: 'updateMe',
      name: 'Grace cannot take the same',
      token: 'graceToken',
      body: { nickname: '{{adaNickname}}' },
      answers: 409,
      where: refused('NICKNAME_TAKEN'),
    },
    {
      operation: 'updateMe',
      name: 'Grace takes a nickname',
      token: 'graceToken',
      body: { nickname: '{{graceNickname}}' },
      answers: 200,
    },
    {
      operation: 'setAvatar',
      name: 'Ada shows a picture',
      token: 'adaToken',
      answers: 200,
      byHand: { variable: 'avatarFile', how: 'Choose a JPEG, PNG or WebP as `file`.' },
    },
    { operation: 'deleteAvatar', name: 'Ada shows none', token: 'adaToken', answers: 204 },
    {
      operation: 'searchUsers',
      name: 'Ada finds Grace',
      token: 'adaToken',
      query: { query: '{{graceNickname}}' },
      answers: 200,
      where: { 'she comes first': "pm.expect(answer.users[0].id).to.eql(pm.collectionVariables.get('graceId'))" },
    },
    {
      operation: 'getUser',
      name: "Ada reads Grace's profile",
      token: 'adaToken',
      path: { userId: '{{graceId}}' },
      answers: 200,
    },
  ],
};
