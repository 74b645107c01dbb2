/** Injection tokens of what every service has. `DataSource` and `Messaging` are injected by their classes. */
export const CONFIG = Symbol('ServiceConfig');
export const LOG = Symbol('Logger');
/** The environment that the service was started with, for what only it reads. */
export const ENV = Symbol('Environment');
