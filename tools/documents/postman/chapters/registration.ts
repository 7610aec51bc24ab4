import { refused, type Chapter } from '../step.js';

const PASSWORD = '{{password}}';
const ADA = { email: '{{adaEmail}}', password: PASSWORD };
const GRACE = { email: '{{graceEmail}}', password: PASSWORD };

export const registration: Chapter = {
  name: 'Two people register',
  description: 'Ada and Grace make accounts. Each run makes new ones.',
  steps: [
    {
      operation: 'register',
      name: 'Ada registers',
      before: [
        'const unique = Date.now().toString(36);',
        "for (const name of ['ada', 'grace']) {",
        '  pm.collectionVariables.set(`${name}Email`, `${name}-${unique}@example.com`);',
        '  pm.collectionVariables.set(`${name}Nickname`, `${name}_${unique}`);',
        '}',
        "pm.collectionVariables.set('password', 'correct horse battery staple');",
      ],
      body: ADA,
      answers: 201,
      keeps: { adaToken: 'answer.accessToken', adaRefreshToken: 'answer.refreshToken', adaId: 'answer.userId' },
    },
    {
      operation: 'register',
      name: 'Grace registers',
      body: GRACE,
      answers: 201,
      keeps: { graceToken: 'answer.accessToken', graceId: 'answer.userId' },
    },
    {
      operation: 'register',
      name: 'An address has one account',
      body: ADA,
      answers: 409,
      where: refused('EMAIL_TAKEN'),
    },
    {
      operation: 'login',
      name: 'A wrong password opens nothing',
      body: { ...ADA, password: 'a typing mistake' },
      answers: 401,
      where: refused('INVALID_CREDENTIALS'),
    },
    {
      operation: 'login',
      name: 'Ada logs in on a tablet',
      body: ADA,
      answers: 200,
      keeps: { adaTabletToken: 'answer.accessToken' },
    },
    {
      operation: 'refresh',
      name: 'Ada refreshes her tokens',
      body: { refreshToken: '{{adaRefreshToken}}' },
      answers: 200,
      where: {
        'the refresh token is another one':
          "pm.expect(answer.refreshToken).not.to.eql(pm.collectionVariables.get('adaRefreshToken'))",
      },
      keeps: { adaToken: 'answer.accessToken', adaRefreshToken: 'answer.refreshToken' },
    },
    {
      operation: 'refreshByCookie',
      name: 'A browser alone refreshes by a cookie',
      answers: 400,
      where: refused('VALIDATION_FAILED'),
    },
    {
      operation: 'getJwks',
      name: 'Anybody reads the signing keys',
      answers: 200,
      where: { 'a key is active': "pm.expect(answer.keys[0].alg).to.eql('RS256')" },
    },
  ],
};
