import { RecipientId } from '@hermod/contracts';
import { z } from 'zod';

/** The path of everything about one recipient. */
export const RecipientPath = z.object({ id: RecipientId });
export type RecipientPath = z.infer<typeof RecipientPath>;
