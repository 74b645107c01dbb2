import { runMain } from '@hermod/service-host';
import { CONSENT } from './consent.module.ts';

runMain(CONSENT);
