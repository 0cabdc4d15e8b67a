import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { get, query } from '../../api/call';
import { connectionsQuery } from '../../api/connections';
import { useMay } from '../../api/session';
import type { Integration, List } from '../../api/types';
import { Page } from '../../shell/page';
import { words } from '../../words/words';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Region } from '../../ui/region';
import { SearchField } from '../../ui/search-field';
import styles from './integrations-page.module.css';

const galleryQuery = (search: string) =>
  queryOptions({
    queryKey: ['integrations', search],
    queryFn: async ({ signal }) => (await get<List<Integration>>(`/integrations${query({ search })}`, signal)).items,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** What can be connected. */
export function IntegrationsPage() {
  const { q = '' } = useSearch({ from: '/signed-in/integrations' });
  const navigate = useNavigate({ from: '/integrations' });
  const queries = useQueryClient();
  const gallery = useQuery(galleryQuery(q));
  const search = (text: string): void => void navigate({ search: text === '' ? {} : { q: text }, replace: true });
  /** Enter opens the one that is found, also before its card is drawn. */
  async function open(text: string): Promise<void> {
    const found = await queries.query(galleryQuery(text)).catch(() => []); // the page itself tells the failure
    if (found.length === 1) await navigate({ to: '/integrations/halo-psa' });
  }
  return (
    <Page title={words.gallery.title} intro={words.gallery.intro}>
      <SearchField
        label={words.gallery.search}
        placeholder={words.gallery.placeholder}
        value={q}
        onSearch={search}
        autoFocus
        onEnter={(text) => void open(text)}
      />
      <Region query={gallery} rows={2}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState
              title={words.gallery.nothing(q)}
              action={<Button onClick={() => search('')}>{words.gallery.clear}</Button>}
            />
          ) : (
            <ul className={styles['cards']}>
              {items.map((integration) => (
                <IntegrationCard key={integration.id} integration={integration} />
              ))}
            </ul>
          )
        }
      </Region>
    </Page>
  );
}

function IntegrationCard({ integration: { name, description, alsoFor } }: { integration: Integration }) {
  const mayConnect = useMay('admin');
  const { data: connections = [] } = useQuery(connectionsQuery);
  return (
    <li className={styles['card']}>
      <span className={styles['logo']} aria-hidden>
        H
      </span>
      <div>
        <h2>{mayConnect ? <Link to="/integrations/halo-psa">{name}</Link> : name}</h2>
        <p>{description}</p>
        <p className={styles['more']}>{words.gallery.alsoFor(new Intl.ListFormat('en').format(alsoFor))}</p>
        {connections.length > 0 && <p className={styles['more']}>{words.gallery.connected(connections.length)}</p>}
        {!mayConnect && <p className={styles['more']}>{words.gallery.adminOnly}</p>}
      </div>
    </li>
  );
}
