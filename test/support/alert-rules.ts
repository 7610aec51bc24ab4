import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const RULES_FILE = 'observability/prometheus/alerts.yml';

interface AlertRule {
  alert: string;
  expr: string;
  annotations: Record<string, string>;
}

interface RecordingRule {
  record: string;
  expr: string;
}

function rules(): (AlertRule | RecordingRule)[] {
  const { groups } = parse(readFileSync(RULES_FILE, 'utf8')) as { groups: { rules: (AlertRule | RecordingRule)[] }[] };
  return groups.flatMap((group) => group.rules);
}

export function alertRules(): AlertRule[] {
  return rules().filter((rule) => 'alert' in rule);
}

export function recordingRules(): RecordingRule[] {
  return rules().filter((rule) => 'record' in rule);
}
