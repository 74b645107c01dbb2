import { runMain } from '@hermod/service-host';
import { ROUTING } from './routing.module.ts';

runMain(ROUTING);
