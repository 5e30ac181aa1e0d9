import { Table, Th } from '#components/ui/table.tsx';
import type { QuarantineDetail } from '#lib/refresh/quarantine/quarantine-types.ts';
import { StoredValues } from './sample-table.tsx';

type ExamplesTableProps = { label: string; examples: QuarantineDetail['examples'][number] };

/** Rows of a build that fail a check. */
export function ExamplesTable({ label, examples: { columns, values } }: ExamplesTableProps) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Th key={column} className="font-mono">
              {column}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {values.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no key, and the list never changes.
          <tr key={index} className="last:*:border-0">
            <StoredValues columns={columns} values={row} />
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
