import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const proto = join(root, 'libs/contracts/proto');
const buf = join(root, 'node_modules/@bufbuild/buf/bin/buf');
const run = (script: string, ...args: string[]): string =>
  execFileSync(process.execPath, [join(root, script), ...args], { cwd: proto, encoding: 'utf8', timeout: 60_000 });
/** What in this folder would break who was built against the baseline; empty for nothing. */
const broken = (folder: string): string =>
  spawnSync(process.execPath, [buf, 'breaking', '--against', join(proto, 'baseline.binpb')], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout;

describe('the gRPC contract', () => {
  it('has its generated files as its sources make them', () => {
    expect(() => run('tools/proto/generate.mjs', '--check')).not.toThrow();
  }, 90_000);

  it('keeps to the rules of buf', () => {
    expect(run('node_modules/@bufbuild/buf/bin/buf', 'lint')).toBe('');
  }, 90_000);

  it('breaks nobody who was built against the one before', () => {
    expect(broken(proto)).toBe('');
  }, 90_000);

  it.each([
    [
      'a field that is gone',
      'optional string name = 16;',
      '',
      'field "16" with name "name" on message "Site" was deleted',
    ],
    ['a field under another number', 'string name = 16;', 'string name = 99;', 'field "16" with name "name"'],
    ['a field of another type', 'optional int32 client_id', 'optional string client_id', 'changed type'],
    ['a call that is gone', 'rpc Get(GetRequest) returns (GetResponse);', '', 'RPC "Get"'],
  ])(
    '%s would be noticed',
    (_, before, after, words) => {
      const folder = mkdtempSync(join(tmpdir(), 'halosync-proto-'));
      try {
        cpSync(proto, folder, { recursive: true });
        const file = join(folder, 'halosync/site/v1/site.proto');
        const text = readFileSync(file, 'utf8');
        expect(text).toContain(before);
        writeFileSync(file, text.replace(before, after));
        expect(broken(folder)).toContain(words);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    90_000,
  );
});
