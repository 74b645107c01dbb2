/**
 * A whole Hermod as processes on this machine: for `npm start`, the stories of the end-to-end tests and the
 * benchmark. No service and no library knows it.
 */
export { fireDemoEvent, publishDemo, type Door, type FiredEvent } from './demo.ts';
export type { SystemProcess } from './fleet.ts';
export type { FoundationParts, Step } from './foundation.ts';
export { callHttp, type Answer, type Call } from './http-json.ts';
export { SERVICES, type ServiceName } from './services.ts';
export { startSystem, type System, type SystemOptions } from './system.ts';
export { forge } from './webhook-fuzz/forge.ts';
export { TWILIO_WRONG_KEYS, twilioWebhooks } from './webhook-fuzz/twilio-webhooks.ts';
export { TWILIO_SIGNATURE, type WireRequest } from './webhook-fuzz/wire-request.ts';
export { diceOf } from './nemesis/dice.ts';
