import { existsSync, readFileSync, statSync } from 'node:fs';
import ts from 'typescript';
import type { Alteration, Patch } from './alteration.ts';
import { applyPatches } from './apply-patch.ts';

const REPOSITORY = new URL('../../../', import.meta.url);

/**
 * What keeps an alteration from biting: a patch whose text isn't there exactly once, or one that leaves no JavaScript.
 * @returns a sentence for each, so none when it fits.
 */
export function misfitsOf({ name, patches }: Alteration): string[] {
  return [...Map.groupBy(patches, ({ file }) => file)].flatMap(([file, own]) =>
    compiledTexts(file).flatMap(({ from, text }) => {
      try {
        return syntaxErrorsIn(applyPatches(text, own, name)).map((error) => `${file} (${from}): ${error}`);
      } catch (error) {
        return [`${(error as Error).message} (${from})`];
      }
    }),
  );
}

/**
 * The JavaScript of a built file as it would be built now, by which way it was got. The source is compiled here, so
 * that a change is noticed before the next build; what is built already has to fit as well unless the source is newer.
 */
function compiledTexts(file: Patch['file']): { from: 'source' | 'dist'; text: string }[] {
  const source = new URL(file.replace('/dist/', '/src/').replace(/\.js$/, '.ts'), REPOSITORY);
  const built = new URL(file, REPOSITORY);
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  const isBuilt = existsSync(built) && statSync(built).mtimeMs >= statSync(source).mtimeMs;
  const dist = isBuilt ? [{ from: 'dist' as const, text: readFileSync(built, 'utf8') }] : [];
  return [{ from: 'source', text: outputText }, ...dist];
}

/** What a parser says against a text of JavaScript. */
function syntaxErrorsIn(text: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: 'patched.js',
    reportDiagnostics: true,
    compilerOptions: { allowJs: true, target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
