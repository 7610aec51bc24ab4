export interface TracingConfig {
  /** Of an OTLP/HTTP receiver; undefined records nothing. */
  endpoint: string | undefined;
  /** Of the traces that begin here, from 0 to 1. */
  sampledRatio: number;
  /** A part that takes as long is kept, sampled or not. */
  slowMs: number;
}
