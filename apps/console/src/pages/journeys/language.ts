// First, and with an effect: what follows makes schemas when it is loaded.
import '../../shared/no-eval.ts';
import { HermodError } from '@hermod/contracts';
import {
  check,
  type Exploration,
  exploreInPieces,
  type Finding,
  readJourney,
  readSource,
} from '@hermod/journey';

/** What a document says, before anything of it is sent. */
export interface Looked {
  readonly findings: readonly Finding[];
  /** What can happen; absent while there are errors. */
  readonly exploration?: Exploration;
}

/** So many states are looked at while somebody writes; the command line looks at more. */
const MAX_STATES = 50_000;

/**
 * Checks a document and finds out what can happen by it, with the language and the engine that the server uses.
 * @param signal another text is there meanwhile
 */
export async function lookAt(text: string, signal: AbortSignal): Promise<Looked> {
  let document: unknown;
  try {
    document = readSource(text, 'yaml');
  } catch (error) {
    return { findings: [unreadable(error)] };
  }
  const findings = check(document);
  if (findings.some(({ severity }) => severity === 'error')) return { findings };
  return { findings, exploration: await exploreWhileIdle(text, signal) };
}

function unreadable(error: unknown): Finding {
  if (!(error instanceof HermodError)) throw error;
  return { severity: 'error', field: 'journey', message: error.message };
}

/** In pieces, so that the page answers to keys and clicks meanwhile. */
async function exploreWhileIdle(text: string, signal: AbortSignal): Promise<Exploration> {
  const exploring = exploreInPieces(readJourney(text, 'yaml'), { maxStates: MAX_STATES });
  for (;;) {
    const { done, value } = exploring.next();
    if (done === true) return value;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
}
