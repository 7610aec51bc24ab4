/** `by` and the labels, as PromQL has them. */
type Labels = string;

/** Of a counter, a second. */
export function rate(counter: string, by: Labels = '', where = ''): string {
  return `sum by (${by}) (rate(${counter}${where}[$__rate_interval]))`;
}

/** The value that this part of a histogram's observations stays below. */
export function quantile(part: number, histogram: string, by: Labels = '', where = ''): string {
  const labels = by === '' ? 'le' : `${by}, le`;
  return `histogram_quantile(${part}, sum by (${labels}) (rate(${histogram}_bucket${where}[$__rate_interval])))`;
}

/** Median, and what only one in a hundred exceeds. */
export function quantiles(histogram: string, by: Labels = '', where = ''): Record<string, string> {
  const legend = by === '' ? '' : `{{${by}}} `;
  return {
    [`${legend}p50`]: quantile(0.5, histogram, by, where),
    [`${legend}p99`]: quantile(0.99, histogram, by, where),
  };
}

/** The mean of a histogram's observations. */
export function mean(histogram: string, by: Labels = '', where = ''): string {
  return `${rate(`${histogram}_sum`, by, where)} / ${rate(`${histogram}_count`, by, where)}`;
}
