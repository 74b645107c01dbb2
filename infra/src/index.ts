/**
 * A whole Hermod as processes on this machine: for `npm start`, the stories of the end-to-end tests and the
 * benchmark. No service and no library knows it.
 */
export { fireDemoEvent, publishDemo, type Door, type FiredEvent } from './demo/demo.ts';
export type { SystemProcess } from './system/fleet.ts';
export type { FoundationParts, Step } from './system/foundation.ts';
export { callHttp, type Answer, type Call } from './system/http-json.ts';
export { SERVICES, type ServiceName } from './system/services.ts';
export { startSystem, type System, type SystemOptions } from './system/system.ts';
export { forge } from './webhook-fuzz/forge.ts';
export { TWILIO_WRONG_KEYS, twilioWebhooks } from './webhook-fuzz/twilio-webhooks.ts';
export { TWILIO_SIGNATURE, type WireRequest } from './webhook-fuzz/wire-request.ts';
export { diceOf } from './nemesis/dice.ts';
