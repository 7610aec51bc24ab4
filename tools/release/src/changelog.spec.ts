import { expect, it } from 'vitest';
import { withRelease } from './changelog.js';

const CHANGELOG = `# Changelog

## Unreleased

- Groups.

## 0.1.0 (2026-11-28)

- Chats.
`;

it('moves the unreleased changes under the version and its date', () => {
  expect(withRelease(CHANGELOG, '0.2.0', '2026-12-24')).toBe(
    CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n## 0.2.0 (2026-12-24)\n'),
  );
});

it.each([
  ['without a change', CHANGELOG.replace('- Groups.\n', ''), /says nothing/],
  ['without the section', CHANGELOG.replace('Unreleased', 'Next'), /no section/],
])('refuses a changelog %s', (_what, changelog, message) => {
  expect(() => withRelease(changelog, '0.2.0', '2026-12-24')).toThrow(message);
});
