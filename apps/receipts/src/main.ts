import { runMain } from '@hermod/service-host';
import { RECEIPTS } from './receipts.module.ts';

runMain(RECEIPTS);
