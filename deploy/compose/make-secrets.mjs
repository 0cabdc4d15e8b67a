// Makes the secrets of an installation once, into the volume that all programs read: what `.env` gives wins.
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';

const file = '/secrets/halosync.env';
if (!existsSync(file)) {
  const password = randomBytes(12).toString('base64url');
  const lines = {
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    ADMIN_EMAIL: 'admin@halosync.local',
    ADMIN_PASSWORD: password,
  };
  writeFileSync(
    file,
    Object.entries(lines)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
    { mode: 0o600 },
  );
  console.log(`Made the secrets of this installation. Sign in as ${lines.ADMIN_EMAIL} with the password ${password}.`);
} else console.log('The secrets of this installation are there already.');
