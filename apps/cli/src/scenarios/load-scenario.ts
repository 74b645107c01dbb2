import { basename, dirname, resolve } from 'node:path';
import { type CompiledTemplate, compileTemplate, readTemplateDocument } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import {
  channelOf,
  messagesOf,
  type CompiledJourney,
  readJourney,
  readScenario,
  type Scenario,
} from '@hermod/journey';
import { type Mistake, templateName } from '../documents/check-source.ts';
import { LocatedDocument } from '../documents/located-document.ts';
import { filesIn, isFolder } from '../documents/project.ts';
import { readSourceFile, shownPath, type SourceFile } from '../documents/source-file.ts';
import { Failure } from '../failure.ts';

/** A scenario with everything that it is played with. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly journeys: readonly CompiledJourney[];
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  /** Where a field of the scenario stands in its file. */
  locate(mistake: Mistake): Mistake;
}

/** Reads a scenario and the journeys and templates that it names. What is wrong with them comes back as mistakes. */
export function loadScenario(path: string, cwd: string): LoadedScenario | { readonly mistakes: Mistake[] } {
  let file: SourceFile;
  try {
    file = readSourceFile(path, cwd);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { mistakes: [{ message: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }) }] };
  }
  const document = LocatedDocument.read(file.text, file.format);
  if (!(document instanceof LocatedDocument))
    return { mistakes: [{ message: document.message, ...document.place }] };
  const locate = (mistake: Mistake): Mistake => located(mistake, document);
  try {
    const scenario = readScenario(document.value);
    const journeys = journeyFiles(scenario, path).map((each) => journeyOf(each, cwd));
    const templates = templatesOf(scenario, journeys, path, cwd);
    return { scenario, journeys, templates, locate };
  } catch (error) {
    return { mistakes: mistakesOf(error).map(locate) };
  }
}

/** Every mistake behind an error that its author can mend; any other error goes on. */
export function mistakesOf(error: unknown): Mistake[] {
  if (!(error instanceof HermodError) && !(error instanceof Failure)) throw error;
  const { message, field, fix, problems = [] } = error;
  return (problems.length > 0 ? problems : [{ field, message, fix }]).map((problem) => ({
    message: problem.message,
    ...(problem.field === undefined ? {} : { field: problem.field }),
    ...(problem.fix === undefined ? {} : { fix: problem.fix }),
  }));
}

function located(mistake: Mistake, document: LocatedDocument): Mistake {
  if (mistake.field === undefined || mistake.line !== undefined) return mistake;
  const keys = [...mistake.message.matchAll(/"([^"]+)"/g)].map(([, key]) => key!);
  const place = document.placeOf(mistake.field === 'scenario' ? '' : mistake.field, keys);
  return place === undefined ? mistake : { ...mistake, ...place };
}

/** Those that it names; without, the one that is called as the scenario up to its first dot. */
function journeyFiles({ journeys }: Scenario, path: string): string[] {
  const folder = dirname(path);
  if (journeys !== undefined) return [journeys].flat().map((name) => resolve(folder, name));
  return [resolve(folder, `${basename(path).split('.', 1)[0]!}.yaml`)];
}

function journeyOf(path: string, cwd: string): CompiledJourney {
  const shown = shownPath(path, cwd);
  try {
    const { text, format } = readSourceFile(path, cwd);
    return readJourney(text, format);
  } catch (error) {
    const [first] = mistakesOf(error);
    const isAbout = error instanceof HermodError ? `${shown} has mistakes: ` : '';
    const fix = error instanceof HermodError ? `hermod validate ${shown}` : 'name its file under `journeys`';
    throw new Failure(`${isAbout}${first!.message}`, { field: 'journeys', fix, cause: error });
  }
}

function templatesOf(
  scenario: Scenario,
  journeys: readonly CompiledJourney[],
  path: string,
  cwd: string,
): Map<string, CompiledTemplate> {
  const folder = resolve(dirname(path), scenario.templates ?? '../templates');
  if (scenario.templates !== undefined && !isFolder(folder)) {
    const message = `there is no folder ${shownPath(folder, cwd)}`;
    throw new Failure(message, { field: 'templates', fix: 'name it from the folder of this file' });
  }
  const used = new Set(journeys.flatMap(templatesUsed));
  const files = filesIn(folder, cwd).filter((file) => used.has(templateName(file)));
  return new Map(files.map((file) => [templateName(file), templateOf(file)]));
}

function templatesUsed({ document }: CompiledJourney): string[] {
  return document.steps.flatMap((step) => {
    const { messages } = messagesOf(step);
    return messages.map((message) => channelOf(message).template);
  });
}

function templateOf(file: SourceFile): CompiledTemplate {
  const document = LocatedDocument.read(file.text, file.format);
  try {
    if (!(document instanceof LocatedDocument)) throw new Failure(document.message);
    return compileTemplate(readTemplateDocument(document.value));
  } catch (error) {
    const [first] = mistakesOf(error);
    const fix = `hermod validate ${file.shown}`;
    throw new Failure(`${file.shown} has mistakes: ${first!.message}`, {
      field: 'templates',
      fix,
      cause: error,
    });
  }
}
