import type { QueryRunner } from 'typeorm';

/** Plain SQL; answers with the rows, whatever the command. */
export interface Sql {
  query<Row extends object>(statement: string, parameters?: unknown[]): Promise<Row[]>;
}

/** What both a QueryRunner and a DataSource's own runner can do. */
export function sqlOn(runner: QueryRunner): Sql {
  return {
    async query<Row extends object>(statement: string, parameters?: unknown[]): Promise<Row[]> {
      const result = await runner.query(statement, parameters, true);
      return result.records as Row[];
    },
  };
}
