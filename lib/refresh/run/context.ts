import type pg from 'pg';
import { blocking, type Checked, type CheckResult, withoutExamples } from '../checks/check-result.ts';
import type { Chain } from '../plan/chain.ts';
import type { Versions } from '../publish/version.ts';
import type { DefinitionDiff } from '../quarantine/quarantine-types.ts';

/** What every step of one attempt of a run needs. */
export type RunContext = {
  /** The attempt's own connection to the warehouse; its application name carries run and attempt. */
  client: pg.Client;
  schema: string;
  chain: Chain;
  versions: Versions;
  run: string;
  attempt: number;
  fence: string;
  /** Who asked, for the publish record. */
  who: string;
  /** Why, where a person said so. */
  reason: string | null;
  /** Whether a unit may lose all its rows. */
  allowEmpty: boolean;
  /** Writes a line to the run's log. */
  say: (line: string) => Promise<void>;
  /** Moves the run to its next state; throws when the lease is gone. */
  enter: (state: 'building' | 'checking' | 'publishing') => Promise<void>;
  /** Tells that so many more rows are built, for whoever watches. */
  progress: (built: { rows: number }) => Promise<void>;
  /** Keeps how the rows of a changed definition differ, before they serve. */
  tellDefinition: (diffs: DefinitionDiff[]) => Promise<void>;
  limits: Limits;
  /** Runs a publish when no other one runs: on a warehouse that has no row locks, under a lock of the control store. */
  oneAfterAnother: <T>(publish: () => Promise<T>) => Promise<T>;
};

export type Limits = {
  /** Above so many changed rows a new generation is published, to keep the publishing transaction short. */
  changedRows: number;
};

export const defaultLimits: Limits = { changedRows: 100_000 };

/** A build that must not be shown. The last good epoch goes on serving. */
export class CheckFailure extends Error {
  readonly checks: CheckResult[];
  /** Under which number the build is kept in quarantine; null when it is not. */
  readonly quarantine: string | null;

  constructor(checks: readonly Checked[], quarantine: string | null = null) {
    super(
      blocking(checks)
        .map((check) => `${check.summary}: ${check.text}`)
        .join(' '),
    );
    this.name = 'CheckFailure';
    this.checks = withoutExamples(checks);
    this.quarantine = quarantine;
  }
}

/** Another publish came between a build and its own publish: what was built no longer fits. */
export class MovedMeanwhile extends Error {
  override name = 'MovedMeanwhile';
}

/** Another publish of other days came between: what was built fits, its counts and completeness are to be taken anew. */
export class MovedElsewhere extends Error {
  override name = 'MovedElsewhere';
}

/** The days were rolled back and are held: nothing may be published for them until somebody releases them. */
export class Held extends Error {
  override name = 'Held';
}

/** A newer attempt or newer code has taken over. This process stops writing. */
export class Superseded extends Error {
  override name = 'Superseded';
}
