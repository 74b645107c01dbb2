import { type Output, paint } from '../terminal/output.ts';
import { clockOf, dayOf } from './time-in-words.ts';
import { sentence } from './words.ts';

/** One thing that happened. */
export interface StoryLine {
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
  /** The trace in which it happened. */
  readonly traceId?: string | undefined;
}

/** Tells a story, a line for each thing that happened; the day stands above its lines, and a trace where it begins. */
export function tellStory(out: Output, story: readonly StoryLine[]): void {
  let day = '';
  let trace: string | undefined;
  for (const { at, text, traceId } of story) {
    if (dayOf(at) !== day) {
      day = dayOf(at);
      out.line();
      out.line(paint('dim', `${day} (UTC)`));
    }
    const isNewTrace = traceId !== undefined && traceId !== trace;
    trace = traceId ?? trace;
    out.line(
      '  ',
      paint('dim', clockOf(at)),
      '  ',
      sentence(text),
      ...(isNewTrace ? [paint('dim', `  [trace ${traceId}]`)] : []),
    );
  }
}
