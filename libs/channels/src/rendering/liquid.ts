/** The Liquid engine with the settings that make templates of strangers safe to compile and to render. */
import { HermodError } from '@hermod/contracts';
import { Liquid, LiquidError, type Emitter, type Template } from 'liquidjs';
import { refuseBadTarget, type Shorten } from '../links/short-links.ts';

/** No field of any channel is longer; it also bounds what `capture` gathers. */
const MAX_EMITTED_CHARS = 100_000;

/** Tags that would take text from elsewhere. A template is all there is. */
const FOREIGN_TAGS = ['include', 'render', 'layout', 'block'];

/** One field, compiled. */
export interface CompiledField {
  readonly templates: Template[];
  readonly escaping: Escaping;
}

/** How values are written into a field: as they are, or so that they can't be read as HTML. */
export type Escaping = 'plain' | 'html';

const engines: Readonly<Record<Escaping, Liquid>> = {
  plain: openEngine({}),
  html: openEngine({ outputEscape: 'escape' }),
};

function openEngine(escaping: { outputEscape?: 'escape' }): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    lenientIf: true,
    ...escaping,
    parseLimit: 1e5,
    renderLimit: 500,
    memoryLimit: 1e6,
    templates: {},
    // Dates read the same on every machine.
    timezoneOffset: 0,
    locale: 'en',
  });
  for (const tag of FOREIGN_TAGS) delete liquid.tags[tag];
  liquid.registerFilter('short_link', function (target: unknown) {
    return shortened(stringOf(target), this.context.environments);
  });
  // `memoryLimit` counts what filters make, not what is put out: a loop could emit gigabytes before it ends.
  const { renderer } = liquid;
  const renderTemplates = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = (templates, context, emitter = new CappedEmitter()) =>
    renderTemplates(templates, context, emitter);
  return liquid;
}

/** By the data that a template is rendered with, and so out of reach of the template itself. */
const shorteners = new WeakMap<object, Shorten>();

/** Has `short_link` make short links wherever this data is rendered; without it, targets stay as they are. */
export function shortenWith(data: object, shorten: Shorten): void {
  shorteners.set(data, shorten);
}

function shortened(target: string, data: object): string {
  refuseBadTarget(target);
  return shorteners.get(data)?.(target) ?? target;
}

class CappedEmitter implements Emitter {
  buffer = '';
  write(html: unknown): void {
    this.buffer += stringOf(html);
    if (this.buffer.length > MAX_EMITTED_CHARS) {
      throw new RangeError(`it puts out more than ${MAX_EMITTED_CHARS} characters`);
    }
  }
}

/** As Liquid prints values: nothing for null, lists joined, other objects as JSON instead of `[object Object]`. */
function stringOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      if (value === null) return '';
      return Array.isArray(value) ? value.map(stringOf).join('') : JSON.stringify(value);
    default:
      return '';
  }
}

/**
 * Compiles one field.
 * @throws HermodError TEMPLATE_INVALID with the field, and line and column in its words.
 */
export function compileField(field: string, source: string, escaping: Escaping = 'plain'): CompiledField {
  try {
    return { templates: engines[escaping].parse(source), escaping };
  } catch (error) {
    throw new HermodError('TEMPLATE_INVALID', `${wordsOf(error)}${positionOf(error)}`, {
      field,
      fix: 'correct the Liquid of this field',
      cause: error,
    });
  }
}

/**
 * Renders one field. Only names of variables appear in errors, never values: they may be personal.
 * @throws HermodError TEMPLATE_RENDER_FAILED that names the missing variable.
 */
export function renderField(field: string, compiled: CompiledField, data: object): string {
  try {
    return engines[compiled.escaping].renderSync(compiled.templates, data) as string;
  } catch (error) {
    const own = LiquidError.is(error) ? error.originalError : undefined;
    if (own instanceof HermodError)
      throw new HermodError(own.code, own.message, { field, fix: own.fix, cause: error });
    const missing = missingVariable(error);
    if (missing === undefined) {
      throw new HermodError('TEMPLATE_RENDER_FAILED', `${wordsOf(error)}${positionOf(error)}`, {
        field,
        cause: error,
      });
    }
    throw new HermodError(
      'TEMPLATE_RENDER_FAILED',
      `the template needs "${missing}", which is not there${positionOf(error)}`,
      {
        field,
        fix: `send it, or write {{ ${missing} | default: "…" }}`,
        cause: error,
      },
    );
  }
}

/** The variables that a field reads, such as `recipient.firstName`; fields of loop items are not among them. */
export function variablesOf(compiled: CompiledField): string[] {
  return engines.plain.globalVariableSegmentsSync(compiled.templates).map((segments) => segments.join('.'));
}

function missingVariable(error: unknown): string | undefined {
  const original = LiquidError.is(error) ? error.originalError : undefined;
  const name = (original as { variableName?: unknown } | undefined)?.variableName;
  return typeof name === 'string' ? name : undefined;
}

function positionOf(error: unknown): string {
  if (!LiquidError.is(error)) return '';
  const [line, column] = error.token.getPosition();
  return line === undefined ? '' : ` (line ${line}, column ${column})`;
}

/** Liquid's message without the position that it appends; an error's own words where it wraps one. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'the template failed';
  return message.replace(/, line:\d+, col:\d+$/, '');
}
