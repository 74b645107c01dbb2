import { z } from 'zod';

/** The number of a journey's version, in a path or query: as large as PostgreSQL's integers are. */
export const VersionNumber = z.coerce.number<number | string>().int().min(1).max(2_147_483_647);
