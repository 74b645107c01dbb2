import type { z } from 'zod';
import type { Provider } from './provider.ts';
import type { ReaderOptions, ReceiptReader, ReceiptStream } from './receipt-reader.ts';

/** All that Hermod knows of one type of provider: what stands in its folder. */
export interface ProviderKind<Schema extends z.ZodObject = z.ZodObject> {
  /** The configuration of one account; its `type` tells it from the others. */
  readonly config: Schema;
  /** Hands messages over: once for each lane, with connections of its own. */
  open(config: z.infer<Schema>): Provider;
  /** Verifies and reads its webhooks; absent where it has none. */
  openReader?(config: z.infer<Schema>, options: ReaderOptions): ReceiptReader;
  /** Reads what comes over a connection of ours; absent where nothing does. */
  openStream?(config: z.infer<Schema>, options: ReaderOptions): ReceiptStream;
}

/** Says of a folder's parts that they belong together. */
export const providerKind = <Schema extends z.ZodObject>(kind: ProviderKind<Schema>): ProviderKind<Schema> =>
  kind;
