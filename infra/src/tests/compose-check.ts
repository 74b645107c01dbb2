import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly dockerfile?: string; readonly target?: string };
  readonly user?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: unknown;
  readonly restart?: string;
  readonly cap_drop?: readonly string[];
  readonly deploy?: { readonly resources?: { readonly limits?: { readonly memory?: string } } };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

type Services = Readonly<Record<string, ComposeService>>;

/** Where the variables of docker-compose.yml are explained. */
const GUIDE = 'docs/deployment.md';
/** Version numbers that somebody chose; `latest`, `18` or none move under one's feet. */
const PINNED = /:v?\d+\.\d+[\w.-]*$/;
const LOOPBACK = /^127\.0\.0\.1:/;

/**
 * The mistakes in docker-compose.yml: against the Compose Specification's JSON Schema, and against what this
 * repository asks of every container.
 * @param guide the text in which every variable has to occur.
 */
export function composeMistakes(
  text = readFileSync(join(REPOSITORY, 'docker-compose.yml'), 'utf8'),
  guide = readFileSync(join(REPOSITORY, GUIDE), 'utf8'),
): string[] {
  let document: { services?: Services } | null;
  try {
    document = parse(text, { merge: true }) as typeof document;
  } catch (error) {
    return [String(error)];
  }
  const services = document?.services ?? {};
  if (Object.keys(services).length === 0) return ['no services'];
  return [
    ...schemaMistakes(document),
    ...Object.entries(services).flatMap(([name, service]) => [
      ...imageMistakes(name, service),
      ...safetyMistakes(name, service),
      ...orderMistakes(name, service, services),
      ...fileMistakes(name, service),
    ]),
    ...variablesIn(text)
      .filter((variable) => !guide.includes(`\`${variable}\``))
      .map((variable) => `${variable} is not explained in ${GUIDE}`),
  ];
}

/** Compiling takes far longer than checking, so it is done once. */
let specification: ValidateFunction | undefined;

function schemaMistakes(document: unknown): string[] {
  specification ??= readSpecification();
  if (specification(document)) return [];
  return (specification.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

function readSpecification(): ValidateFunction {
  const file = join(REPOSITORY, 'infra/docker/compose-spec.json');
  // Its own $schema is written in a way that no validator knows by heart.
  const { $schema: _, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
}

function imageMistakes(name: string, { image, build }: ComposeService): string[] {
  if (image === undefined) return [`${name} has no image`];
  return [
    ...(PINNED.test(image) ? [] : [`${name}: ${image} is not pinned to a version`]),
    ...(build === undefined || isTarget(build) ? [] : [`${name}: there is no target ${build.target}`]),
  ];
}

function isTarget({ dockerfile = 'Dockerfile', target }: NonNullable<ComposeService['build']>): boolean {
  const file = join(REPOSITORY, dockerfile);
  return existsSync(file) && new RegExp(`^FROM \\S+ AS ${target}$`, 'm').test(readFileSync(file, 'utf8'));
}

/** A service that ends by itself, such as a preparation, is as healthy as its exit code. */
const isJob = ({ restart }: ComposeService): boolean => restart?.startsWith('on-failure') ?? false;

function safetyMistakes(name: string, service: ComposeService): string[] {
  const { user, ports = [], healthcheck, cap_drop: dropped = [], restart, deploy } = service;
  return [
    ...(healthcheck === undefined && !isJob(service) ? [`${name} has no healthcheck`] : []),
    ...(user === undefined || /^(root|0)(:|$)/.test(user) ? [`${name} runs as root`] : []),
    ...(dropped.includes('ALL') ? [] : [`${name} keeps capabilities`]),
    ...(restart === undefined ? [`${name} has no restart policy`] : []),
    ...(deploy?.resources?.limits?.memory === undefined ? [`${name} has no limit of memory`] : []),
    ...ports.filter((port) => !LOOPBACK.test(port)).map((port) => `${name}: port ${port} is not on loopback`),
  ];
}

/** Who waits for another must be able to find out whether it is there. */
function orderMistakes(
  name: string,
  { depends_on: waits = {} }: ComposeService,
  services: Services,
): string[] {
  return Object.entries(waits).flatMap(([other, { condition }]) => {
    const awaited = services[other];
    if (awaited === undefined) return [`${name} waits for ${other}, which does not exist`];
    const wanted = isJob(awaited) ? 'service_completed_successfully' : 'service_healthy';
    return condition === wanted ? [] : [`${name} waits for ${other} to be ${condition}, not ${wanted}`];
  });
}

/** Files and folders of the repository that are mounted have to exist: an engine would make empty folders. */
function fileMistakes(name: string, { volumes = [] }: ComposeService): string[] {
  return volumes
    .map((volume) => volume.replace(/^\$\{\w+:-([^}]+)\}/, '$1').split(':')[0] ?? '')
    .filter((path) => path.startsWith('.') && !isAbsolute(path) && !existsSync(join(REPOSITORY, path)))
    .map((path) => `${name}: ${path} does not exist`);
}

/** Variables that are filled in, and those that are passed on when they are set. */
function variablesIn(text: string): string[] {
  const filled = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!);
  const passed = [...text.matchAll(/^\s+([A-Z][A-Z0-9_]+):\s*$/gm)].map(([, name]) => name!);
  return [...new Set([...filled, ...passed])];
}
