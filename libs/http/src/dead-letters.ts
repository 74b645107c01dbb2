/** Dead letters over HTTP, as far as the schemas in `@hermod/api` don't say it. */
import { Instant } from '@hermod/contracts';
import { z } from 'zod';

export const DEAD_LETTERS_PATH = '/v1/dead-letters';

/** The scope that looking at dead letters and replaying them takes: they hold what people's facts hold. */
export const DEAD_LETTERS_SCOPE = 'operate';

/** The sort key in a list's cursor: newest first. It means the same to every service. */
export const DeadLetterCursor = z.tuple([Instant, z.uuid()]);
