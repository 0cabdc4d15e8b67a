#!/usr/bin/env node
// `npx halosync` in a clone: builds the command line where it is not built yet, or from older sources, and runs it.
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const root = join(here, '..', '..', '..');
const entry = join(root, 'dist', 'cli', 'main.js');
const source = join(here, '..', 'src');

if (!isBuilt()) {
  const { bundleProgram } = await import(pathToFileURL(join(root, 'tools', 'build', 'bundle-program.mjs')).href);
  await bundleProgram('cli');
}
await import(pathToFileURL(entry).href);

function isBuilt() {
  if (!existsSync(entry)) return false;
  if (!existsSync(source)) return true;
  const builtAt = statSync(entry).mtimeMs;
  return readdirSync(source, { recursive: true }).every((name) => statSync(join(source, name)).mtimeMs <= builtAt);
}
