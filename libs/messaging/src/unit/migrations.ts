import { DeadLetters1700000000010 } from './dead-letters-migration.ts';
import { ErasedRecipients1700000005010 } from './erased-recipients-migration.ts';
import { Messaging1700000000000 } from './migration.ts';

/** The migrations of the messaging core, for each service's own schema. */
export const MESSAGING_MIGRATIONS = [
  Messaging1700000000000,
  DeadLetters1700000000010,
  ErasedRecipients1700000005010,
] as const;
