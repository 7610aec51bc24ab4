import { refused, type Chapter } from '../step.js';

const IN_A_BROWSER = 'Open {{baseUrl}}/v1/auth/google in a browser: signing in with Google needs its cookies.';

export const accounts: Chapter = {
  name: 'Other ways in',
  description: 'A link by mail proves an address or resets a password; a Google account can be added.',
  steps: [
    {
      operation: 'requestEmailVerification',
      name: 'A second mail within a minute is too many',
      token: 'adaToken',
      answers: 429,
      answersLater: 202,
      where: refused('RATE_LIMITED'),
    },
    {
      operation: 'confirmEmailVerification',
      name: 'Ada proves her address',
      token: 'adaToken',
      body: { token: '{{verificationToken}}' },
      answers: 204,
      byHand: { variable: 'verificationToken', how: 'It is in the mail of the registration, behind #verify-email=.' },
    },
    {
      operation: 'requestPasswordReset',
      name: 'Ada has forgotten her password',
      body: { email: '{{adaEmail}}' },
      answers: 202,
    },
    {
      operation: 'confirmPasswordReset',
      name: 'Ada takes another one',
      body: { token: '{{resetToken}}', newPassword: '{{password}}' },
      answers: 204,
      byHand: { variable: 'resetToken', how: 'It is in the mail, behind #reset-password=.' },
    },
    {
      operation: 'startGoogleSignIn',
      name: 'Somebody signs in with Google',
      answers: 302,
      byHand: { variable: 'googleStart', how: IN_A_BROWSER },
    },
    {
      operation: 'returnFromGoogle',
      name: 'Google sends the browser back',
      query: { state: '{{googleState}}' },
      answers: 302,
      byHand: { variable: 'googleState', how: IN_A_BROWSER },
    },
    {
      operation: 'exchangeGoogleCode',
      name: 'The browser gets its tokens',
      body: { code: '{{googleCode}}' },
      answers: 200,
      byHand: { variable: 'googleCode', how: IN_A_BROWSER },
    },
    {
      operation: 'linkGoogle',
      name: 'Ada begins to add her Google account',
      token: 'adaToken',
      body: {},
      answers: 200,
      answersLater: 403,
      where: { 'the address is to be opened in a browser': "pm.expect(answer.url).to.include('state=')" },
    },
    {
      operation: 'listIdentities',
      name: 'Ada has added none yet',
      token: 'adaToken',
      answers: 200,
      where: { 'there are none': 'pm.expect(answer.identities).to.be.empty' },
    },
    {
      operation: 'removeIdentity',
      name: 'Ada drops one',
      token: 'adaToken',
      path: { identityId: '{{identityId}}' },
      answers: 204,
      byHand: { variable: 'identityId', how: 'The id of one that has been added.' },
    },
  ],
};
