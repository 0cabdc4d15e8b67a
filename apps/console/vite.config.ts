import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** `npm run build` writes dist/console; `npx vite apps/console` serves it with changes at once, in front of a gateway on port 3000. */
export default defineConfig({
  root: here,
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/console', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // The policy takes fonts and styles from files alone.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    // Modern browsers alone: the polyfill would be an inline script.
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: Object.fromEntries(['/api', '/health'].map((path) => [path, { target: 'http://127.0.0.1:3000' }])),
  },
});
