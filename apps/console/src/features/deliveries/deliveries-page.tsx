import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { usePages } from '../../api/pages';
import type { Delivery } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { count } from '../../format/number';
import { clockWithSeconds, utc } from '../../format/time';
import { Button, ButtonLink } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Choice, FilterBar } from '../../ui/filter-bar';
import { Chip } from '../../ui/mark';
import type { Column } from '../../ui/paged-table';
import { PagedTable } from '../../ui/paged-table';
import { SearchField } from '../../ui/search-field';
import { words } from '../../words/words';
import { statusTones } from './status-tones';

const from = '/signed-in/connections/$id/deliveries';

const columns: readonly Column<Delivery>[] = [
  {
    name: words.deliveries.received,
    cell: ({ id, connectionId, receivedAt }) => (
      <Link to="/connections/$id/deliveries/$deliveryId" params={{ id: connectionId, deliveryId: id }}>
        <time dateTime={receivedAt} title={utc(new Date(receivedAt))}>
          {clockWithSeconds(new Date(receivedAt), new Date())}
        </time>
      </Link>
    ),
  },
  { name: words.deliveries.event, cell: ({ events }) => events.join(', ') },
  {
    name: words.deliveries.record,
    cell: ({ parts }) =>
      parts
        .map(({ entity, haloId }) => (entity === null ? '–' : `${words.entities.one[entity]} ${String(haloId ?? '')}`))
        .join(', '),
  },
  {
    name: words.deliveries.status,
    cell: ({ status }) => <Chip tone={statusTones[status]}>{words.deliveries.statuses[status]}</Chip>,
  },
  { name: words.deliveries.size, kind: 'number', cell: ({ bytes }) => count(bytes) },
];

/** Webhooks as they came, newest first. */
export function DeliveriesPage() {
  const { id } = useParams({ from });
  const filter = useSearch({ from });
  const navigate = useNavigate({ from: '/connections/$id/deliveries' });
  const pages = usePages<Delivery>(`/connections/${id}/deliveries`, filter);
  const choose = (part: Partial<typeof filter>): void =>
    void navigate({ search: { ...filter, ...part }, replace: true });
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <ConnectionPage id={id} title={words.connection.tabs.deliveries}>
      {() => (
        <>
          <FilterBar>
            <SearchField
              label={words.deliveries.search}
              placeholder={words.deliveries.search}
              value={filter.q ?? ''}
              onSearch={(q) => choose({ q })}
            />
            <Choice
              label={words.deliveries.kind}
              any={words.deliveries.anyKind}
              options={words.entities.many}
              value={filter.entity}
              onChoose={(entity) => choose({ entity })}
            />
            <Choice
              label={words.deliveries.status}
              any={words.deliveries.anyStatus}
              options={words.deliveries.statuses}
              value={filter.status}
              onChoose={(status) => choose({ status })}
            />
          </FilterBar>
          <PagedTable
            label={words.connection.tabs.deliveries}
            pages={pages}
            columns={columns}
            rowKey={(delivery) => delivery.id}
            empty={
              isFiltered ? (
                <EmptyState
                  title={words.lists.nothingMatches}
                  action={<Button onClick={() => void navigate({ search: {} })}>{words.lists.clear}</Button>}
                />
              ) : (
                <EmptyState
                  title={words.deliveries.empty}
                  action={
                    <ButtonLink to="/connections/$id/webhook" params={{ id }}>
                      {words.deliveries.toWebhook}
                    </ButtonLink>
                  }
                >
                  {words.deliveries.emptyDetail}
                </EmptyState>
              )
            }
          />
        </>
      )}
    </ConnectionPage>
  );
}
