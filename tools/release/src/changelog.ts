const UNRELEASED = '## Unreleased\n';

/** The changelog with what was unreleased under the version and its date, and an empty section for what comes next. */
export function withRelease(changelog: string, version: string, date: string): string {
  if (unreleasedChanges(changelog) === '') throw new Error('CHANGELOG.md says nothing under "Unreleased"');
  return changelog.replace(UNRELEASED, `${UNRELEASED}\n## ${version} (${date})\n`);
}

function unreleasedChanges(changelog: string): string {
  const start = changelog.indexOf(UNRELEASED);
  if (start === -1) throw new Error('CHANGELOG.md has no section "Unreleased"');
  const [section = ''] = changelog.slice(start + UNRELEASED.length).split(/^## /m);
  return section.trim();
}
