import { join } from 'node:path';
import { committedFile } from '@halosync/testing';
import { asyncApi } from './asyncapi';
import { toYaml } from './to-yaml';

const committed = join(__dirname, '../../../docs/asyncapi.yaml');

describe('the document of the topics', () => {
  const document = asyncApi();
  const yaml = `# Generated from the schemas in libs/contracts: npx jest --selectProjects unit --testPathPatterns asyncapi -u\n${toYaml(document)}\n`;

  it('is the one in docs', () => {
    expect(committedFile(committed, yaml)).toBe(yaml);
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
