import { Link } from '@tanstack/react-router';
import type { EntityName, RecordRow } from '../../api/types';
import { Chip } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import type { Column } from '../../ui/paged-table';
import { words } from '../../words/words';
import { Value } from './value';

const fields: Readonly<Record<EntityName, readonly string[]>> = {
  ticket: ['summary', 'statusName', 'clientName', 'userName', 'tickettypeName'],
  site: ['name', 'clientName', 'phoneNumber', 'country'],
  user: ['name', 'email', 'clientName', 'siteName', 'phoneNumber'],
  invoice: ['invoiceNumber', 'clientName', 'invoiceDate', 'total', 'amountDue', 'paymentStatus'],
};

const numbers = new Set(['total', 'amountDue']);

/** What a list of this kind of record shows; the record's own page has all. */
export function columnsOf(connectionId: string, entity: EntityName): readonly Column<RecordRow>[] {
  return [
    {
      name: words.data.id,
      kind: 'mono',
      cell: ({ haloId, deletedAt }) => (
        <>
          <Link
            to="/connections/$id/data/$entity/$haloId"
            params={{ id: connectionId, entity, haloId: String(haloId) }}
          >
            {haloId}
          </Link>{' '}
          {deletedAt !== undefined && <Chip tone="idle">{words.data.deleted}</Chip>}
        </>
      ),
    },
    ...fields[entity].map((field): Column<RecordRow> => ({
      name: words.data.fields[field] ?? field,
      ...(numbers.has(field) ? { kind: 'number' as const } : {}),
      cell: (record) => <Value field={field} value={record[field]} currency={record['currency']} />,
    })),
    { name: words.data.changed, cell: ({ haloUpdatedAt }) => <Moment at={haloUpdatedAt ?? null} /> },
  ];
}
