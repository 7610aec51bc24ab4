/** Injects the `RpcClient<AuthService & AdminService>`. */
export const AUTH_CLIENT = Symbol('AUTH_CLIENT');

/** Injects the `RpcClient<SubscriberService>`. */
export const SUBSCRIBER_CLIENT = Symbol('SUBSCRIBER_CLIENT');
