import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const APP = 'libs/process/test/crashing-app.ts';

interface Line {
  msg: string;
  err?: { message: string; stack: string };
}

function crash(how: string): Promise<{ code: unknown; lines: Line[] }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', APP, how], (error, stdout) => {
      const lines = stdout.trim().split('\n');
      resolve({ code: error?.code, lines: lines.map((line) => JSON.parse(line) as Line) });
    });
  });
}

describe('an error that nobody catches', () => {
  it.concurrent.each([
    ['throw', 'uncaughtException'],
    ['reject', 'unhandledRejection'],
    ['reject with a text', 'unhandledRejection'],
    ['throw twice', 'uncaughtException'],
  ])(
    '(%s) is logged with its stack; the process finishes what it has in hand, and exits with 1',
    async (how, event) => {
      const { code, lines } = await crash(how);
      expect(code).toBe(1);
      expect(lines[0]).toMatchObject({ msg: event, err: { message: 'a defect' } });
      expect(lines[0]?.err?.stack).toContain(' at ');
      expect(lines.map(({ msg }) => msg)).toEqual(
        expect.arrayContaining([
          `${event}: draining`,
          'the request in hand is answered',
          'the last event is out',
          'Drained',
        ]),
      );
    },
  );
});
