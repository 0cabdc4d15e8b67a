import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { usePages } from '../../api/pages';
import type { Connection, EntityName, RecordRow } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { count } from '../../format/number';
import { NotFound } from '../../shell/dead-ends';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Choice, FilterBar, Tick } from '../../ui/filter-bar';
import { PagedTable } from '../../ui/paged-table';
import { SearchField } from '../../ui/search-field';
import { words } from '../../words/words';
import { columnsOf } from './columns';
import { isEntity, listPath } from './entity-path';
import styles from './data-page.module.css';

const from = '/signed-in/connections/$id/data/$entity';

/** All records of one kind, as they are in Postgres. */
export function DataPage() {
  const { id, entity } = useParams({ from });
  if (!isEntity(entity)) return <NotFound />;
  return (
    <ConnectionPage id={id} title={words.entities.many[entity]}>
      {(connection) => (
        <>
          <Kinds connection={connection} />
          <Records key={entity} id={id} entity={entity} />
        </>
      )}
    </ConnectionPage>
  );
}

function Kinds({ connection }: { connection: Connection }) {
  return (
    <nav aria-label={words.data.kinds}>
      <ul className={styles['kinds']}>
        {(Object.keys(words.entities.many) as EntityName[]).map((name) => (
          // the keys of the words
          <li key={name}>
            <Link
              to="/connections/$id/data/$entity"
              params={{ id: connection.id, entity: name }}
              activeOptions={{ includeSearch: false }}
            >
              {words.entities.many[name]} <span className="number">{count(connection.entities[name].inPostgres)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Records({ id, entity }: { id: string; entity: EntityName }) {
  const filter = useSearch({ from });
  const navigate = useNavigate({ from: '/connections/$id/data/$entity' });
  const pages = usePages<RecordRow>(`/connections/${id}/${listPath(entity)}`, filter);
  const choose = (part: Partial<typeof filter>): void =>
    void navigate({ search: { ...filter, ...part }, replace: true });
  const what = words.entities.many[entity];
  const statuses = words.data.statuses[entity] ?? {};
  return (
    <>
      <FilterBar>
        <SearchField
          label={words.data.search(what)}
          placeholder={words.data.search(what)}
          value={filter.q ?? ''}
          onSearch={(q) => choose({ q })}
        />
        {Object.keys(statuses).length > 0 && (
          <Choice
            label={words.data.status}
            any={words.data.anyStatus}
            options={statuses}
            value={filter.status}
            onChoose={(status) => choose({ status })}
          />
        )}
        <Tick
          label={words.data.includeDeleted}
          checked={filter.includeDeleted === 'true'}
          onTick={(isTicked) => choose({ includeDeleted: isTicked ? 'true' : '' })}
        />
      </FilterBar>
      <PagedTable
        label={what}
        pages={pages}
        columns={columnsOf(id, entity)}
        rowKey={({ haloId }) => String(haloId)}
        empty={
          Object.keys(filter).length > 0 ? (
            <EmptyState
              title={words.lists.nothingMatches}
              action={<Button onClick={() => void navigate({ search: {} })}>{words.lists.clear}</Button>}
            />
          ) : (
            <EmptyState title={words.data.noneYet(what)}>{words.data.noneYetDetail}</EmptyState>
          )
        }
      />
    </>
  );
}
