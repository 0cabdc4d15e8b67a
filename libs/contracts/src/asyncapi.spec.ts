import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApi } from './asyncapi';
import { toYaml } from './to-yaml';

const committed = join(__dirname, '../../../docs/asyncapi.yaml');

// `jest -u` is how people renew what tests compare with.
function isUpdating(): boolean {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } }; // jest keeps its -u flag here and nowhere else
  return snapshotState._updateSnapshot === 'all';
}

describe('the document of the topics', () => {
  const document = asyncApi();
  const yaml = `# Generated from the schemas in libs/contracts: npx jest --selectProjects unit --testPathPatterns asyncapi -u\n${toYaml(document)}\n`;

  it('is the one in docs', () => {
    if (isUpdating()) writeFileSync(committed, yaml);
    expect(readFileSync(committed, 'utf8')).toBe(yaml);
  });

  it('refers to nothing that is not there', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, ref = '']) => ref.split('/'));
    expect(refs.length).toBeGreaterThan(40);
    for (const ref of refs) {
      expect(ref.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], document)).toBeDefined();
    }
  });

  it('names all sixteen topics', () => {
    const channels = document['channels'] as Record<string, { address: string }>;
    expect(Object.values(channels).map(({ address }) => address)).toHaveLength(16);
    expect(channels['invoice.changed']).toMatchObject({ address: 'halo.invoice.changed' });
  });
});
