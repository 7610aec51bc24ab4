import './known-validation-metadata.js';

export * from './auth/admin.dto.js';
export * from './auth/auth.dto.js';
export * from './auth/google.dto.js';
export * from './auth/invites.dto.js';
export * from './chats/chats.dto.js';
export * from './chats/reports.dto.js';
export * from './events/events.dto.js';
export { canonicalEmail } from './fields/canonical-email.js';
export { describedFields, modelDescription, type FieldDescription } from './fields/describe.js';
export * from './fields/example-ids.js';
export { isMadeOf } from './fields/guessable-password.js';
export * from './friends/friends.dto.js';
export * from './users/exports.dto.js';
export * from './users/users.dto.js';
export * from './dto.pipe.js';
export * from './validation-errors.js';
export * from './validated.js';
