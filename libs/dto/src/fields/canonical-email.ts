import { domainToASCII } from 'node:url';
import { isEmail } from 'class-validator';
import { isPlainText } from './text.js';

/** RFC 5321, 4.5.3.1.3, less the angle brackets. */
export const MAX_EMAIL_LENGTH = 254;

/** White space around an address, and a domain in Unicode, may be longer than the canonical form. */
const MAX_TYPED_LENGTH = 4 * MAX_EMAIL_LENGTH;

/** Characters that nobody sees; a mailbox does not differ by them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Line breaks would begin another header of a mail. */
const CONTROL = /\p{Cc}/u;
/** domainToASCII would end a domain there, or decode it. */
const NO_DOMAIN = /[/\\?#:%]/;
const QUOTED = /^"(.*)"$/;
/** A local part that needs no quotes (RFC 5322, 3.2.3, and RFC 6531 beyond ASCII). */
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+(\.[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+)*$/u;

/**
 * The form that addresses are compared in, so that one mailbox is not two accounts: the domain in ASCII by IDNA, the local
 * part in lower case by NFKC, without invisible characters and needless quotes. Undefined where it is no address. Mails go
 * to this form too, so that what they prove is the mailbox that accounts are compared by.
 */
export function canonicalEmail(typed: unknown): string | undefined {
  if (!isPlainText(typed) || typed.length > MAX_TYPED_LENGTH || CONTROL.test(typed.trim())) return undefined;
  const visible = typed.replace(INVISIBLE, '').trim();
  const at = visible.lastIndexOf('@');
  const domain = visible.slice(at + 1);
  const canonical = `${localPart(visible.slice(0, at))}@${domainToASCII(domain)}`;
  const isAddress =
    at > 0 &&
    !NO_DOMAIN.test(domain) &&
    canonical.length <= MAX_EMAIL_LENGTH &&
    isEmail(canonical, { require_tld: false });
  return isAddress ? canonical : undefined;
}

/** Again in NFKC: lower case may bring back what composes. */
function localPart(typed: string): string {
  const folded = typed.normalize('NFKC').toLowerCase().normalize('NFKC');
  const unquoted = QUOTED.exec(folded)?.[1]?.replace(/\\(.)/gu, '$1');
  return unquoted !== undefined && DOT_ATOM.test(unquoted) ? unquoted : folded;
}
