import type { Unit } from '../panel.js';

const BYTES_A_MIB = 1024 * 1024;

/** The least round number that is not below a value: 1, 2 or 5, and zeros. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const digit = [1, 2, 5, 10].find((each) => each * magnitude >= value) ?? 10;
  return digit * magnitude;
}

/** As an axis shows it. */
export function labelOf(value: number, unit: Unit): string {
  if (value === 0) return '0';
  if (unit === 's') return value < 1 ? `${shortened(value * 1000)} ms` : `${shortened(value)} s`;
  if (unit === 'percentunit') return `${shortened(value * 100)} %`;
  if (unit === 'bytes') return `${shortened(value / BYTES_A_MIB)} MiB`;
  return `${shortened(value)}${unit === 'ops' ? ' /s' : ''}`;
}

function shortened(value: number): string {
  return String(Number(value.toPrecision(2)));
}
