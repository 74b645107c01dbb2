import { Failure } from '../failure.ts';

/**
 * Reads a stream to its end, as UTF-8.
 * @throws Failure when it has more bytes than that.
 */
export async function readAll(stream: AsyncIterable<Uint8Array | string>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk as Uint8Array);
    bytes += buffer.length;
    if (bytes > maxBytes) {
      throw new Failure(`the input has more than ${maxBytes} bytes`, {
        code: 'INPUT_TOO_LARGE',
        fix: 'send less',
      });
    }
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
