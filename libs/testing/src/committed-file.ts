import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The text of a generated file that is kept in the repository, to compare with what its generator says now.
 * `jest -u`, by which people renew what tests compare with, writes it anew.
 * @param generated what the generator says now.
 */
export function committedFile(path: string, generated: string): string {
  if (isUpdating()) writeFileSync(path, generated);
  return readFileSync(path, 'utf8');
}

function isUpdating(): boolean {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } }; // jest keeps its -u flag here and nowhere else
  return snapshotState._updateSnapshot === 'all';
}
