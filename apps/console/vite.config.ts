/** How the console is built: hashed files, each beside its compressed twins, and a page that asks for a nonce. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** The gateway puts the nonce of each answer in its place. */
const NONCE_PLACE = '__CSP_NONCE__';
/** Smaller files gain nothing. */
const LEAST_BYTES = 1_024;

/** Leaves a `.br` and a `.gz` beside everything that is worth it, so that the gateway compresses nothing. */
function compressed(folder: string): Plugin {
  return {
    name: 'hermod-compressed',
    apply: 'build',
    closeBundle() {
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|svg)$/.test(file)) continue;
        const bytes = readFileSync(join(folder, file));
        if (bytes.length < LEAST_BYTES) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes, { params }));
        writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed(join(import.meta.dirname, 'dist', 'site'))],
  resolve: { conditions: ['@hermod/source', ...defaultClientConditions] },
  html: { cspNonce: NONCE_PLACE },
  build: {
    outDir: 'dist/site',
    // Everything stays a file of its own: the page's policy allows no data: for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The journey language is one part, fetched by the page that needs it.
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080', '/health/': 'http://127.0.0.1:8080' } },
});
