import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { alertRules, RULES_FILE } from '../support/alert-rules.js';

const FOLDER = 'observability/prometheus';
const TESTS_FILE = `${FOLDER}/alerts.test.yml`;

interface RuleTest {
  alert_rule_test: { alertname: string; exp_alerts: unknown[] }[];
}

describe('the alert rules', () => {
  it.each([
    ['check rules', RULES_FILE],
    ['check config', `${FOLDER}/prometheus.yml`],
    ['test rules', TESTS_FILE],
  ])(
    'pass promtool %s',
    (command, file) => {
      expect(execFileSync('promtool', [...command.split(' '), file], { encoding: 'utf8' })).toContain('SUCCESS');
    },
    60_000,
  );

  const { tests } = parse(readFileSync(TESTS_FILE, 'utf8')) as { tests: RuleTest[] };
  const cases = tests.flatMap(({ alert_rule_test: checks }) => checks);

  it.each(alertRules())('$alert has a test that fires, one that does not, and a runbook', ({ alert, annotations }) => {
    const fires = cases
      .filter(({ alertname }) => alertname === alert)
      .map(({ exp_alerts: expected }) => expected.length > 0);
    expect(new Set(fires)).toEqual(new Set([true, false]));
    const [page = '', anchor = ''] = String(annotations.runbook).split('#');
    expect(existsSync(page)).toBe(true);
    const section = new RegExp(`^## ${anchor.replaceAll('-', ' ')}\\n\\n[^#]*\`${alert}\``, 'im');
    expect(readFileSync(page, 'utf8')).toMatch(section);
  });
});
