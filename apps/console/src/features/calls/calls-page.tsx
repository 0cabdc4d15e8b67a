import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { usePages } from '../../api/pages';
import type { Call } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { callTime } from '../../format/duration';
import { count } from '../../format/number';
import { clockWithSeconds, utc } from '../../format/time';
import { EmptyState } from '../../ui/empty-state';
import { Choice, FilterBar } from '../../ui/filter-bar';
import type { Column } from '../../ui/paged-table';
import { PagedTable } from '../../ui/paged-table';
import { words } from '../../words/words';

const from = '/signed-in/connections/$id/calls';

const columnsOf = (id: string): readonly Column<Call>[] => [
  {
    name: words.calls.started,
    cell: ({ startedAt }) => (
      <time dateTime={startedAt} title={utc(new Date(startedAt))}>
        {clockWithSeconds(new Date(startedAt), new Date())}
      </time>
    ),
  },
  { name: words.calls.lane, cell: ({ lane }) => words.connection.lanes[lane] ?? lane },
  {
    name: words.calls.what,
    cell: ({ kind, entity, haloId }) => [kind, entity, haloId].filter((part) => part !== null).join(' '),
  },
  {
    name: words.calls.why,
    cell: ({ reason, deliveryId, runId, askedBy }) => {
      if (deliveryId !== null)
        return (
          <Link to="/connections/$id/deliveries/$deliveryId" params={{ id, deliveryId }}>
            {reason}
          </Link>
        );
      if (runId !== null)
        return (
          <Link to="/connections/$id/runs/$runId" params={{ id, runId }}>
            {reason}
          </Link>
        );
      return askedBy === null ? reason : words.runs.askedBy(askedBy);
    },
  },
  { name: words.calls.status, kind: 'number', cell: ({ status }) => status ?? words.calls.noAnswer },
  { name: words.calls.took, kind: 'number', cell: ({ ms }) => callTime(ms) },
  { name: words.calls.rows, kind: 'number', cell: ({ rows }) => count(rows) },
  { name: words.calls.useful, kind: 'number', cell: ({ useful }) => count(useful) },
];

/** What we asked of Halo, for whom, and whether it helped. */
export function CallsPage() {
  const { id } = useParams({ from });
  const filter = useSearch({ from });
  const navigate = useNavigate({ from: '/connections/$id/calls' });
  const pages = usePages<Call>(`/connections/${id}/calls`, filter);
  const choose = (part: Partial<typeof filter>): void =>
    void navigate({ search: { ...filter, ...part }, replace: true });
  return (
    <ConnectionPage id={id} title={words.connection.tabs.calls}>
      {() => (
        <>
          <FilterBar>
            <Choice
              label={words.calls.lane}
              any={words.calls.anyLane}
              options={words.connection.lanes}
              value={filter.lane}
              onChoose={(lane) => choose({ lane })}
            />
            <Choice
              label={words.calls.status}
              any={words.calls.anyStatus}
              options={{
                200: '200',
                401: '401',
                403: '403',
                404: '404',
                429: '429',
                500: '500',
                none: words.calls.noAnswer,
              }}
              value={filter.status}
              onChoose={(status) => choose({ status })}
            />
          </FilterBar>
          <PagedTable
            label={words.connection.tabs.calls}
            pages={pages}
            columns={columnsOf(id)}
            rowKey={(call) => call.id}
            empty={<EmptyState title={words.calls.empty}>{words.calls.emptyDetail}</EmptyState>}
          />
        </>
      )}
    </ConnectionPage>
  );
}
