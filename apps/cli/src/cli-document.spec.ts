import { join } from 'node:path';
import { committedFile } from '@halosync/testing';
import { cliDocument } from './cli-document';

const committed = join(__dirname, '../../../docs/cli.md');

describe('the page about the command line', () => {
  it('is what the commands say of themselves: npx jest --selectProjects unit --testPathPatterns cli-document -u', () => {
    expect(committedFile(committed, cliDocument())).toBe(cliDocument());
  });
});
