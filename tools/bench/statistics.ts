/** The value that this share of all values does not exceed; NaN of none. */
export function quantile(values: number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}
