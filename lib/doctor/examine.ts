import type { Registry } from '#lib/definition/registry.ts';
import type { Environment } from '#lib/environment.ts';
import { targetOf } from '#lib/server/connection-problem.ts';
import { sessionOptions } from '#lib/warehouse/connect.ts';
import { isRedshift } from '#lib/warehouse/redshift/connection.ts';
import { reach } from './connection.ts';
import { controlFindings } from './control.ts';
import type { Finding } from './finding.ts';
import { minimalGrants } from './grants.ts';
import { ownerFindings } from './owner.ts';
import { readerFindings } from './reader.ts';
import { redshiftFindings, redshiftGrants } from './redshift.ts';
import { sourceFindings } from './sources.ts';

type Given = Pick<Environment, 'warehouseUrl' | 'warehouseReadUrl' | 'controlUrl' | 'schema'>;

/** Looks at everything Summa needs of its databases. Writes nothing that stays. */
export async function examine(
  environment: Given,
  registry: Registry,
): Promise<{ findings: Finding[]; grants: string[] }> {
  const { warehouseUrl, warehouseReadUrl, controlUrl, schema } = environment;
  if (isRedshift(warehouseUrl)) return examineRedshift(environment, registry);
  const session = sessionOptions({ statementTimeout: '30s', readOnly: true });
  const owner = await reach('WAREHOUSE_URL', warehouseUrl);
  const apart = warehouseReadUrl !== warehouseUrl;
  const reader = await reach('WAREHOUSE_READ_URL', warehouseReadUrl, session);
  const control = await reach('CONTROL_URL', controlUrl);
  try {
    const warehouse = owner.reached;
    const findings = [
      ...owner.findings,
      ...(warehouse ? await ownerFindings(warehouse, schema) : []),
      ...(warehouse ? await sourceFindings(warehouse, registry, schema) : []),
      ...(apart ? reader.findings : []),
      ...(reader.reached ? await readerFindings(reader.reached, warehouse, schema) : []),
      ...control.findings,
      ...(control.reached ? await controlFindings(control.reached, warehouse) : []),
    ];
    return { findings, grants: grantsFor(environment, registry) };
  } finally {
    for (const { reached } of [owner, reader, control]) await reached?.close().catch(() => {});
  }
}

/** The control store is a PostgreSQL all the same. */
async function examineRedshift(
  environment: Given,
  registry: Registry,
): Promise<{ findings: Finding[]; grants: string[] }> {
  const { warehouseUrl, warehouseReadUrl, controlUrl, schema } = environment;
  const apart = warehouseReadUrl !== warehouseUrl;
  const nothing = { ...registry, sources: [] };
  const findings = [
    ...(await redshiftFindings('WAREHOUSE_URL', warehouseUrl, schema, registry)),
    ...(apart ? await redshiftFindings('WAREHOUSE_READ_URL', warehouseReadUrl, schema, nothing) : []),
  ];
  const control = await reach('CONTROL_URL', controlUrl);
  try {
    findings.push(...control.findings, ...(control.reached ? await controlFindings(control.reached, null) : []));
  } finally {
    await control.reached?.close().catch(() => {});
  }
  const tables = [...new Set(registry.sources.map((source) => source.table))];
  return { findings, grants: redshiftGrants(environment, tables) };
}

function grantsFor({ warehouseUrl, warehouseReadUrl, schema }: Given, registry: Registry): string[] {
  const { user: owner, database } = targetOf(warehouseUrl);
  const { user: reader } = targetOf(warehouseReadUrl);
  const tables = [...new Set(registry.sources.map((source) => source.table))];
  return minimalGrants({ database, schema, owner, reader: reader === owner ? null : reader, tables });
}
