import type { Operation } from '../operation.ts';
import { Problem, PROBLEM_TYPE } from '../problem.ts';
import { ApiProblem, ApiUnreachable } from './api-error.ts';
import type { Reply } from './operation-types.ts';

/** More than any page or document of the API. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads an answer to its end.
 * @throws ApiProblem for problem details; ApiUnreachable when it isn't an answer of the table's
 */
export async function readReply(response: Response, described: Operation): Promise<Reply<string>> {
  const body = await readText(response);
  const { status, headers } = response;
  const problem =
    headers.get('content-type')?.startsWith(PROBLEM_TYPE) === true ? problemIn(body) : undefined;
  if (problem !== undefined) throw new ApiProblem(problem, retryAfterOf(headers));
  if (described.answers[status] === undefined)
    throw new ApiUnreachable(
      'unreadable',
      `${described.method} ${described.path} was answered with ${status}`,
    );
  return { status, headers, body };
}

function problemIn(body: string): Problem | undefined {
  try {
    return Problem.safeParse(JSON.parse(body)).data;
  } catch {
    // It calls itself a problem and is none; the status then decides.
    return undefined;
  }
}

/** Source: RFC 9110, 10.2.3; the API sends seconds. */
function retryAfterOf(headers: Headers): number | undefined {
  const seconds = /^\d{1,9}$/.exec(headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : Number(seconds);
}

/** What a reader of bytes gives; its own type says `any`. */
type Piece = { readonly done: true } | { readonly done: false; readonly value: Uint8Array };

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const piece: Piece = await reader.read();
    if (piece.done) return text + decoder.decode();
    bytes += piece.value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      throw new ApiUnreachable('unreadable', `the answer has more than ${MOST_BYTES} bytes`);
    }
    text += decoder.decode(piece.value, { stream: true });
  }
}
