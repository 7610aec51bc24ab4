/** Exits a process that could not start: prints one line for a taken port, the stack for any other error. */
export function exitOnStartFailure(app: string): (error: unknown) => never {
  return (error) => {
    const { code, message } = error as Error & { code?: string };
    const taken = code === 'EADDRINUSE' || /EADDRINUSE|No address added/.test(message);
    if (taken) process.stderr.write(`${app} cannot start: a port is taken (${message})\n`);
    else process.stderr.write(`${app} cannot start: ${(error as Error).stack ?? message}\n`);
    process.exit(1);
  };
}
