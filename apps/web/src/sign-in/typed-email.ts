import { signal } from '@preact/signals';

/** The address that was typed on one page of the sign-in stands on the next. */
export const typedEmail = signal('');
