import type { CheckedSource, Mistake } from '../documents/check-source.ts';
import { counted } from '../terminal/counted.ts';
import { type Output, paint, type Piece } from '../terminal/output.ts';

/** Tells what is wrong with a file, one mistake or warning a line with its fix below; of a good one, that it is. */
export function tellMistakes(out: Output, { file, kind, id, mistakes, warnings }: CheckedSource): void {
  for (const mistake of mistakes) tell(out, file.shown, mistake, paint('red', mistake.message));
  for (const warning of warnings)
    tell(out, file.shown, warning, paint('yellow', 'warning: '), warning.message);
  if (mistakes.length > 0) return;
  const but = warnings.length === 0 ? '' : `, but for ${counted(warnings.length, 'warning')}`;
  out.line(file.shown, '  ', paint('green', 'fine'), `: ${kind} ${id}${but}`);
}

function tell(out: Output, file: string, about: Mistake, ...message: readonly Piece[]): void {
  const field = about.field === undefined ? '' : `${about.field}  `;
  out.line(file, placeOf(about), '  ', paint('bold', field), ...message);
  if (about.fix !== undefined) out.line(paint('dim', '    fix: '), about.fix);
}

/** `:12:7`, as editors and terminals make it a link. */
function placeOf({ line, column }: Mistake): string {
  return line === undefined ? '' : `:${line}:${column}`;
}

/** The same for programs. */
export function checkedAsJson(checked: readonly CheckedSource[]): object {
  const files = checked.map(({ file, kind, id, mistakes, warnings }) => ({
    file: file.shown,
    kind,
    id,
    mistakes,
    warnings,
  }));
  return {
    files,
    mistakes: files.reduce((sum, { mistakes }) => sum + mistakes.length, 0),
    warnings: files.reduce((sum, { warnings }) => sum + warnings.length, 0),
  };
}
