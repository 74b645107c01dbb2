/**
 * How a service process is put together and taken down: configuration, schema, messaging core, HTTP API.
 * It knows no fact and no table; what a service does stands in its own module.
 */
export { exportable, MOST_EXPORTED } from './exportable.ts';
export { hashAddress } from './hash-address.ts';
export { type LinkedMessage, type LinkOrigin, linksOf, preferencesUrl } from './personal-links.ts';
export {
  type PreferenceClaims,
  readPreferences,
  readUnsubscribe,
  signPreferences,
  signUnsubscribe,
  type TokenReading,
  type UnsubscribeClaims,
} from './personal-token.ts';
export { chooseLanguage, type LanguageHints } from './pages/choose-language.ts';
export { attribute, type Html, markup, raw } from './pages/markup.ts';
export { type Page, type PageFrame, sendPage, toPage } from './pages/page.ts';
export { readServiceConfig, type ServiceConfig } from './service-config.ts';
export { runMain } from './run-main.ts';
export { type RunningService, type ServiceDefinition, startService } from './start-service.ts';
export { CONFIG, ENV, LOG } from './tokens.ts';
export { WorkLoop } from './work-loop.ts';
