/** `npm run sbom`: writes `hermod.cdx.json`, and fails when it isn't whole or something is under a licence that nobody accepted. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { makeSbom, productionWorkspaces } from './make-sbom.ts';
import { sbomMistakes } from './sbom-mistakes.ts';

const sbom = await makeSbom();
const file = join(REPOSITORY, 'hermod.cdx.json');
writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
process.stdout.write(`${sbom.components.length} components in ${file}\n`);
const mistakes = sbomMistakes(sbom, productionWorkspaces());
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
if (mistakes.length > 0) process.exitCode = 1;
