import { existsSync, readFileSync, statSync } from 'node:fs';
import ts from 'typescript';
import type { Patch } from './planted-bug.ts';

const REPOSITORY = new URL('../../../../', import.meta.url);

/**
 * The JavaScript of a built file as it would be built now, by which way it was got. The source is compiled here, so
 * that a change is noticed before the next build; what is built already has to fit as well unless the source is newer.
 * @throws Error when there is no such source.
 */
export function compiledTexts(file: Patch['file']): { from: 'source' | 'dist'; text: string }[] {
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
export function syntaxErrorsIn(text: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: 'patched.js',
    reportDiagnostics: true,
    compilerOptions: { allowJs: true, target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
