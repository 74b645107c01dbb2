import { execFile } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { isIgnored } from './docker-ignore.ts';
import type { Stage } from './read-dockerfile.ts';

const run = promisify(execFile);
/** The longest step compiles everything. */
const STEP_DEADLINE_MS = 600_000;
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** What a step is told: where programs are, and how this machine reaches others. Nothing else, as in an image. */
const OF_THE_MACHINE = /^(?:PATH|HOME|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|\w+_proxy|npm_config_\w+)$/i;

/** A stage that was built: a folder instead of a file system. */
export interface BuiltStage {
  /** Stands for `/`. */
  readonly root: string;
  /** As in the image. */
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface BuildOptions {
  /** The build's context: the repository. */
  readonly context: string;
  /** Text of its `.dockerignore`. */
  readonly ignore: string;
  /** An empty folder. */
  readonly into: string;
  /** Told what is being done. */
  readonly tell: (line: string) => void;
}

/**
 * Carries out a Dockerfile's COPY and RUN steps in folders, on this machine's own system: what they do to files is
 * what an engine would have them do; users, networks and foreign images are not played.
 * @param wanted names of stages; what they are built on is built first, each once.
 * @throws Error when a step fails.
 */
export async function buildStages(
  stages: readonly Stage[],
  wanted: readonly string[],
  options: BuildOptions,
): Promise<Map<string, BuiltStage>> {
  const built = new Map<string, BuiltStage>();
  const build = async (name: string): Promise<BuiltStage | undefined> => {
    const stage = stages.find((one) => one.name === name);
    const known = built.get(name);
    if (stage === undefined || known !== undefined) return known;
    const base = await build(stage.base);
    for (const step of stage.steps)
      if (step.kind === 'copy' && step.from !== undefined) await build(step.from);
    const done = await buildStage(stage, base, built, options);
    built.set(name, done);
    return done;
  };
  for (const name of wanted) await build(name);
  return built;
}

async function buildStage(
  stage: Stage,
  base: BuiltStage | undefined,
  built: ReadonlyMap<string, BuiltStage>,
  options: BuildOptions,
): Promise<BuiltStage> {
  const root = join(options.into, stage.name);
  mkdirSync(root, { recursive: true });
  if (base !== undefined) copy(base.root, root);
  let workdir = base?.workdir ?? '/';
  let env = base?.env ?? {};
  for (const step of stage.steps) {
    if (step.kind === 'workdir') mkdirSync(join(root, (workdir = step.folder)), { recursive: true });
    if (step.kind === 'env') env = { ...env, ...step.values };
    if (step.kind === 'copy') {
      const to = join(root, resolve(workdir, step.to));
      if (step.from === undefined) copyContext(options, to);
      else copy(join(built.get(step.from)!.root, step.source), to);
    }
    if (step.kind === 'run') {
      options.tell(`${stage.name}: ${step.command}`);
      await runStep(step.command, join(root, workdir));
    }
  }
  return { root, workdir, env };
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function copyContext({ context, ignore }: BuildOptions, to: string): void {
  cpSync(context, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !isIgnored(path.slice(context.length).replace(/^\//, ''), ignore),
  });
}

async function runStep(command: string, folder: string): Promise<void> {
  if (!isAbsolute(folder)) throw new Error('steps run in a folder of their own');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => OF_THE_MACHINE.test(name)));
  await run('sh', ['-ec', command], {
    cwd: folder,
    env,
    timeout: STEP_DEADLINE_MS,
    maxBuffer: MOST_OUTPUT_BYTES,
  });
}
