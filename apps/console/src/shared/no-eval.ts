import { config } from 'zod';

// The page's policy forbids code that is made from text. It has to be said before any schema is made: imported first.
config({ jitless: true });
