import { AccountDeletion } from './account-deletion.js';
import { ExportSettings } from './export-settings.js';

/** What is kept about the person: as a file, and deleted. */
export function DataSettings() {
  return (
    <>
      <ExportSettings />
      <AccountDeletion />
    </>
  );
}
