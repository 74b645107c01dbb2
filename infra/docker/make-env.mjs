/**
 * Prints a `.env` for docker-compose.yml with secrets that nobody else has:
 *   (umask 077; node infra/docker/make-env.mjs > .env)
 */
import { randomBytes } from 'node:crypto';

const SECRETS = [
  ['HERMOD_API_KEY', 'the key of whoever operates Hermod: it has every scope'],
  ['HERMOD_SECRET', 'signs callback URLs, push tokens and address hashes: keep it for as long as the data'],
  ['HERMOD_PRINCIPAL_SECRET', 'signs requests between the gateway and the services'],
  ['HERMOD_DATABASE_PASSWORD', "PostgreSQL's administrator"],
  ['HERMOD_ROLE_PASSWORD', "the services' own database roles"],
  ['GRAFANA_PASSWORD', "Grafana's user admin"],
];

for (const [name, what] of SECRETS) {
  process.stdout.write(`# ${what}\n${name}=${randomBytes(32).toString('base64url')}\n`);
}
process.stdout
  .write(`# Without real providers: messages go to phones that are played. For real ones set HERMOD_PROVIDERS instead.
COMPOSE_PROFILES=demo
HERMOD_SIMULATOR_URL=http://simulator:8080
`);
