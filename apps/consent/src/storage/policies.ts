import { PolicyInput } from '@hermod/api';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A version of the policy, with who made it and when; version 0 is the one before the first. */
export interface PolicyVersion {
  readonly version: number;
  readonly policy: PolicyInput;
  readonly changedAt: Date | undefined;
  readonly changedBy: string | undefined;
}

interface Row {
  version: number;
  document: unknown;
  changed_at: Date;
  changed_by: string;
}

export const NEWEST_POLICY =
  'SELECT version, document, changed_at, changed_by FROM policy ORDER BY version DESC LIMIT 1';

/** Changes wait for each other, so that each has a version of its own. */
const ADD_POLICY = `
  INSERT INTO policy (version, document, changed_at, changed_by)
  SELECT coalesce(max(version), 0) + 1, $1::jsonb, now(), $2 FROM policy
  RETURNING version, document, changed_at, changed_by`;

const NONE: PolicyVersion = {
  version: 0,
  policy: PolicyInput.parse({}),
  changedAt: undefined,
  changedBy: undefined,
};

/** What the organisation wants beyond the law; every version stays. */
@Injectable()
export class Policies {
  readonly #dataSource: DataSource;
  #known = NONE;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** @param sql of a unit of work that is under way: it must not wait for a second connection. */
  newest(sql?: Sql): Promise<PolicyVersion> {
    return sql === undefined ? inTransaction(this.#dataSource, readNewest) : readNewest(sql);
  }

  /** The newest, which has that version: read when the version changes, and remembered. */
  async atVersion(sql: Sql, version: number): Promise<PolicyVersion> {
    if (this.#known.version !== version) this.#known = await readNewest(sql);
    return this.#known;
  }

  /** @param by the id of the key. */
  replace(policy: PolicyInput, by: string): Promise<PolicyVersion> {
    return inTransaction(this.#dataSource, async (sql) => {
      await sql.query('consent.lock-policy', 'LOCK TABLE policy IN SHARE ROW EXCLUSIVE MODE', []);
      const [row] = await sql.query<Row>('consent.add-policy', ADD_POLICY, [JSON.stringify(policy), by]);
      return toVersion(row!);
    });
  }
}

async function readNewest(sql: Sql): Promise<PolicyVersion> {
  const [row] = await sql.query<Row>('consent.newest-policy', NEWEST_POLICY, []);
  return row === undefined ? NONE : toVersion(row);
}

function toVersion({ version, document, changed_at: changedAt, changed_by: changedBy }: Row): PolicyVersion {
  return { version, policy: PolicyInput.parse(document), changedAt, changedBy };
}
