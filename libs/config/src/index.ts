export * from './common-settings.js';
export * from './config.js';
export * from './listening-host.js';
export * from './load-env.js';
export * from './setting.js';
export * from './upstream-policy.js';
