import type { MailContent } from './mailer.js';

/** Asks the owner of the account to confirm its e-mail address. */
export function emailVerificationMail(publicUrl: string, token: string): MailContent {
  const link = `${publicUrl}/#verify-email=${token}`;
  return {
    subject: 'Please confirm your e-mail address',
    text: `Hello!

Please confirm that this is your address. Sign in to Messenger, then open this link:

${link}

It works once, for 24 hours.

If you have no account, somebody has typed your address, perhaps by mistake. Nobody can confirm it without this
link, so you need not do anything.
`,
    html: `<p>Hello!</p>
<p>Please confirm that this is your address. Sign in to Messenger, then open this link:</p>
<p><a href="${link}">Confirm my address</a></p>
<p>It works once, for 24 hours.</p>
<p>If you have no account, somebody has typed your address, perhaps by mistake. Nobody can confirm it without this
link, so you need not do anything.</p>
`,
  };
}
