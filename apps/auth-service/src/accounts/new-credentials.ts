import { isMadeOf } from '@messenger/dto';
import { ValidationFailedError } from '@messenger/errors';

/** What everybody calls this server. */
const SERVICE_NAME = 'messenger';

/** Refuses a domain without a dot that is not among `localDomains`. @throws ValidationFailedError */
export function requireDomain(email: string, localDomains: string[]): void {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (domain.includes('.') || localDomains.some((local) => local.toLowerCase() === domain)) return;
  throw new ValidationFailedError([{ field: 'email', message: 'email must have a domain with a dot' }]);
}

/** Refuses a password that whoever knows the address would try. @throws ValidationFailedError */
export function requireUnrelated(field: string, password: string, email: string): void {
  if (!isMadeOf(password, [email, SERVICE_NAME])) return;
  throw new ValidationFailedError([{ field, message: `${field} must not be made of the own address` }]);
}
