import type { CheckedSource, Mistake } from '../documents/check-source.ts';
import { type Output, paint } from '../terminal/output.ts';

/** Tells what is wrong with a file, one mistake a line with its fix below; of a good one, that it is. */
export function tellMistakes(out: Output, { file, kind, id, mistakes }: CheckedSource): void {
  if (mistakes.length === 0) {
    out.line(file.shown, '  ', paint('green', 'fine'), `: ${kind} ${id}`);
    return;
  }
  for (const mistake of mistakes) {
    const field = mistake.field === undefined ? '' : `${mistake.field}  `;
    out.line(file.shown, placeOf(mistake), '  ', paint('bold', field), paint('red', mistake.message));
    if (mistake.fix !== undefined) out.line(paint('dim', '    fix: '), mistake.fix);
  }
}

/** `:12:7`, as editors and terminals make it a link. */
function placeOf({ line, column }: Mistake): string {
  return line === undefined ? '' : `:${line}:${column}`;
}

/** The same for programs. */
export function checkedAsJson(checked: readonly CheckedSource[]): object {
  const files = checked.map(({ file, kind, id, mistakes }) => ({ file: file.shown, kind, id, mistakes }));
  return { files, mistakes: files.reduce((sum, { mistakes }) => sum + mistakes.length, 0) };
}
