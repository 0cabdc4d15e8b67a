import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliDocument } from './cli-document';

const committed = join(__dirname, '../../../docs/cli.md');

// `jest -u` is how people renew what tests compare with.
function isUpdating(): boolean {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } }; // jest keeps its -u flag here and nowhere else
  return snapshotState._updateSnapshot === 'all';
}

describe('the page about the command line', () => {
  it('is what the commands say of themselves: npx jest --selectProjects unit --testPathPatterns cli-document -u', () => {
    if (isUpdating()) writeFileSync(committed, cliDocument());
    expect(readFileSync(committed, 'utf8')).toBe(cliDocument());
  });
});
