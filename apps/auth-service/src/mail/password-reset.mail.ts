import type { MailContent } from './mailer.js';

/** Lets the owner of the address choose a new password. */
export function passwordResetMail(publicUrl: string, token: string): MailContent {
  const link = `${publicUrl}/#reset-password=${token}`;
  return {
    subject: 'Choose a new password',
    text: `Hello!

Somebody, hopefully you, has asked for a new password for your account at Messenger. Choose it here:

${link}

The link works once, for an hour. With the new password every device is signed out.

If it was not you, you need not do anything: your password stays as it is.
`,
    html: `<p>Hello!</p>
<p>Somebody, hopefully you, has asked for a new password for your account at Messenger.</p>
<p><a href="${link}">Choose a new password</a></p>
<p>The link works once, for an hour. With the new password every device is signed out.</p>
<p>If it was not you, you need not do anything: your password stays as it is.</p>
`,
  };
}
