import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Census } from '../generate/census';

const count = z.int().min(0);
const censusSchema = z.object({
  seed: z.int(),
  anchor: z.number(),
  counts: z.object({ ticket: count, site: count, user: count, invoice: count, client: count }),
});

/** What this Halo was made of when it was first started: it stays so, whatever a later start asks for. */
export function foundedCensus(directory: string, asked: Census): Census {
  const path = join(directory, 'census.json');
  if (existsSync(path)) return censusSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${path}.tmp`, JSON.stringify(asked));
  renameSync(`${path}.tmp`, path);
  return asked;
}
