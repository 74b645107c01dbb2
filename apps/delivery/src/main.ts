import { runMain } from '@hermod/service-host';
import { DELIVERY } from './delivery.module.ts';

runMain(DELIVERY);
