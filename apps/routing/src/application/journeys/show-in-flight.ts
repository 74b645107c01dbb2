import { Inject, Injectable } from '@nestjs/common';
import { type JourneyDocument, readPublishedJourney } from '@hermod/journey';
import { type DraftSource, Journeys } from '../../storage/journeys.ts';
import { RunsInFlight, type StepInFlight } from '../../storage/runs-in-flight.ts';
import { compareJourneys, type JourneyDifference } from './compare-journeys.ts';
import { existingJourney } from './existing-journey.ts';

/** The running runs of one version, by step. */
export interface VersionSteps {
  readonly version: number;
  readonly running: number;
  readonly steps: readonly Omit<StepInFlight, 'version'>[];
}

/** Who is in flight, and what publishing the draft would change. */
export interface InFlight {
  readonly published: number | null;
  readonly pausedAt: Date | null;
  readonly running: number;
  /** False when only a part of the runs stands in the steps. */
  readonly complete: boolean;
  readonly versions: readonly VersionSteps[];
  readonly publication: {
    readonly version: number;
    readonly isNew: boolean;
    /** Absent when this build doesn't understand the draft. */
    readonly changed?: JourneyDifference;
    readonly staying: number;
  };
}

/** Shows what a designer wants to know before publishing: who is on their way, and what would be another one for whom. */
@Injectable()
export class ShowInFlight {
  readonly #journeys: Journeys;
  readonly #inFlight: RunsInFlight;
  constructor(@Inject(Journeys) journeys: Journeys, @Inject(RunsInFlight) inFlight: RunsInFlight) {
    this.#journeys = journeys;
    this.#inFlight = inFlight;
  }

  /** @throws HermodError JOURNEY_NOT_FOUND */
  async execute(journey: string): Promise<InFlight> {
    const draft = await existingJourney(this.#journeys, journey);
    const [latest] = await this.#journeys.versions(journey, undefined, 1);
    const published = await this.#published(journey, draft.publishedVersion);
    const counts = await this.#inFlight.perVersion(journey);
    const steps = await this.#inFlight.perStep(journey);
    const running = sumOf([...counts.values()]);
    const fresh = documentOf(draft);
    const isNew = published?.source !== draft.source;
    return {
      published: draft.publishedVersion,
      pausedAt: draft.pausedAt,
      running,
      complete: running <= sumOf(steps.map((step) => step.running)),
      versions: toVersions(counts, steps),
      publication: {
        version: isNew ? (latest?.version ?? 0) + 1 : draft.publishedVersion!,
        isNew,
        ...(fresh === undefined ? {} : { changed: compareJourneys(documentOf(published), fresh) }),
        staying: running,
      },
    };
  }

  async #published(journey: string, version: number | null): Promise<DraftSource | undefined> {
    if (version === null) return undefined;
    const [found] = await this.#journeys.versions(journey, version + 1, 1);
    return found;
  }
}

/** Newest first. A version stands there as long as a run of it goes on. */
function toVersions(counts: ReadonlyMap<number, number>, steps: readonly StepInFlight[]): VersionSteps[] {
  const stepsOf = Map.groupBy(steps, ({ version }) => version);
  return [...counts]
    .toSorted(([a], [b]) => b - a)
    .map(([version, running]) => ({
      version,
      running,
      steps: (stepsOf.get(version) ?? []).map(({ version: _version, ...step }) => step),
    }));
}

/** A document that this build no longer understands is as good as none; what it would refuse today is shown all the same. */
function documentOf(source: DraftSource | undefined): JourneyDocument | undefined {
  if (source === undefined) return undefined;
  try {
    return readPublishedJourney(source.source, source.format).document;
  } catch {
    return undefined;
  }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
