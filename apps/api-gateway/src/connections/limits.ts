/** The head of a request comes in whole within this time, from the connection or the request's first byte on. */
export const HEADERS_TIMEOUT_MS = 6_000;
/** How long neither side may move a byte: of a body that is under way, or of an answer that waits to be read. */
export const IDLE_TIMEOUT_MS = 10_000;
/** At this rate, on average since it began, a body may take as long as it likes. */
export const MIN_BODY_BYTES_PER_SECOND = 1_000;
/** How often late heads are looked for, and the rate of bodies is measured. */
export const CHECK_INTERVAL_MS = 500;
/** Target and headers together. */
export const MAX_HEAD_BYTES = 16 * 1024;

/** Requests of one connection whose answers the client's machine has not taken whole. Further ones wait. */
export const MAX_IN_HAND = 4;
/** Requests of one connection that wait for those in hand. A connection with more is cut. */
export const MAX_WAITING = 256;
/** Of all connections of one network. */
export const MAX_WAITING_PER_NETWORK = 2_048;
/** Answers of all connections that wait to be read. Above it, the connections that hold the most are cut. */
export const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

/** Descriptors that are kept free of clients: for services, broker, files and the admin port. */
export const RESERVED_DESCRIPTORS = 64;
