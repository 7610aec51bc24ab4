/** What the person at the keyboard may set. */
export interface BenchConfig {
  /** Names of modes; all by default. */
  modes: string[] | undefined;
  repeats: number;
  /** Whether ejabberd takes turns with ours. */
  peer: boolean;
  /** A folder for profiles of the gateway and chat-service. */
  profileFolder: string | undefined;
}

/** Reads MODES, REPEATS, PEER and PROFILE. @throws Error naming what is not valid */
export function benchConfig(): BenchConfig {
  const { MODES, REPEATS = '3', PEER, PROFILE } = process.env;
  if (!/^[1-9]\d?$/.test(REPEATS)) throw new Error('REPEATS must be a number from 1 to 99');
  if (PEER && PEER !== 'ejabberd') throw new Error('PEER can only be ejabberd');
  return { modes: MODES?.split(','), repeats: Number(REPEATS), peer: Boolean(PEER), profileFolder: PROFILE };
}
