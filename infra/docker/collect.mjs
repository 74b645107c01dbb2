/**
 * Gathers what an image takes from a built repository: `node infra/docker/collect.mjs <folder>` makes
 * `<folder>/hermod` and `<folder>/simulator`. Sources, types and maps stay behind.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SERVICES = ['gateway', 'routing', 'consent', 'delivery', 'receipts'];
const LIBRARIES = readdirSync('libs').map((name) => `libs/${name}/dist`);

const IMAGES = {
  hermod: [
    ...LIBRARIES,
    ...SERVICES.map((service) => `apps/${service}/dist`),
    // The console's files and the API's documents, which the gateway shows.
    'apps/console/dist/site',
    'docs/reference',
    // Runs from its source, as in the repository.
    'infra/src/system/prepare.ts',
  ],
  simulator: [...LIBRARIES, 'apps/simulator/dist', 'apps/simulator/public', 'apps/simulator/assets'],
};

const isNeeded = (path) => !/\.(?:map|d\.ts|tsbuildinfo)$/.test(path);

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('which folder?');
for (const [image, parts] of Object.entries(IMAGES)) {
  for (const part of parts) {
    if (!existsSync(part)) throw new Error(`${part} is missing: build first`);
    const to = join(target, image, part);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(part, to, { recursive: true, filter: isNeeded });
  }
}
// A page without its bundle would only be noticed by people.
const page = readFileSync(join(target, 'hermod/apps/console/dist/site/index.html'), 'utf8');
if (!page.includes('/assets/')) throw new Error('the console was not built');
