/** Who may create an account. */
export const REGISTRATION_MODES = ['open', 'invite', 'closed'] as const;
export type RegistrationMode = (typeof REGISTRATION_MODES)[number];

/** Who may make invites. */
export const INVITERS = ['members', 'administrators'] as const;
export type Inviters = (typeof INVITERS)[number];

export const INVITES_BY = Symbol('INVITES_BY');
export const REGISTRATION_MODE = Symbol('REGISTRATION_MODE');
