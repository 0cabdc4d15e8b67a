import 'reflect-metadata';
import { join } from 'node:path';
import { committedFile } from '@halosync/testing';
import { controllers } from '../controllers';
import { apiDocument } from './api-document';
import { routesOf } from './routes-of';

const committed = join(__dirname, '../../../../docs/openapi.json');

describe('the API document', () => {
  const document = apiDocument(routesOf(controllers));
  const text = `${JSON.stringify(document, null, 2)}\n`;

  it('is the one in docs: npx jest --selectProjects unit --testPathPatterns openapi -u', () => {
    expect(JSON.parse(committedFile(committed, text))).toEqual(JSON.parse(text));
  });

  it('refers to nothing that is not there', () => {
    const names = Object.keys((document['components'] as { schemas: object }).schemas);
    const referred = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(([, ref = '']) =>
      ref.replace('#/components/schemas/', ''),
    );
    expect(referred.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('never lets a secret back out', () => {
    const answers = JSON.stringify(document['components'], (key, value: unknown) =>
      /^(CreateConnection|UpdateConnection|SettingsInput|SignIn|SetUp)$/.test(key) ? undefined : value,
    );
    expect(answers).not.toMatch(/clientSecret|"secret"|password/);
  });
});
