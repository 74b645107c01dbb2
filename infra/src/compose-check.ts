import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { parse } from 'yaml';

interface ComposeService {
  readonly image?: string;
  readonly ports?: readonly string[];
  readonly healthcheck?: unknown;
}

/**
 * The mistakes in docker-compose.yml: it has to be YAML, and each service needs an image, a health check
 * and ports on loopback only.
 */
export function composeMistakes(
  text = readFileSync(join(REPOSITORY, 'docker-compose.yml'), 'utf8'),
): string[] {
  let document: { services?: Record<string, ComposeService> } | null;
  try {
    document = parse(text) as typeof document;
  } catch (error) {
    return [String(error)];
  }
  const services = Object.entries(document?.services ?? {});
  if (services.length === 0) return ['no services'];
  return services.flatMap(([name, { image, ports = [], healthcheck }]) => [
    ...(image === undefined ? [`${name} has no image`] : []),
    ...(healthcheck === undefined ? [`${name} has no healthcheck`] : []),
    ...ports
      .filter((port) => !port.startsWith('127.0.0.1:'))
      .map((port) => `${name}: port ${port} is not on loopback`),
  ]);
}
