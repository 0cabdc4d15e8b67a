import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

// Only `openssl ca` sets both dates in every version.
const CONFIG = `
[ca]
default_ca = own
[own]
database = index.txt
rand_serial = yes
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
`;

/** A certificate that signs itself, good between two years. */
export function selfSigned(names: string, fromYear: number, toYear: number): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'halosync-tls-'));
  const openssl = (command: string): void =>
    void execFileSync('openssl', command.split(' '), { stdio: 'ignore', cwd: folder });
  try {
    writeFileSync(join(folder, 'ca.cnf'), CONFIG);
    writeFileSync(join(folder, 'index.txt'), '');
    openssl(
      `req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -subj /CN=halo.test -addext subjectAltName=${names} -out request.pem`,
    );
    const dates = `-startdate ${fromYear}0101000000Z -enddate ${toYear}0101000000Z`;
    openssl(`ca -config ca.cnf -selfsign -batch -keyfile key.pem -in request.pem ${dates} -out cert.pem -notext`);
    return { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
