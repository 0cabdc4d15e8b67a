import { Link, useParams, useSearch } from '@tanstack/react-router';
import { words } from '../../words/words';
import styles from './data-page.module.css';

const from = '/signed-in/connections/$id/data/$entity/$haloId';
const tabs = ['fields', 'custom', 'raw', 'history'] as const;
export type RecordTab = (typeof tabs)[number];

/** The part of a record that its address names. */
export function useRecordTab(): RecordTab {
  const { tab } = useSearch({ from });
  return tabs.find((name) => name === tab) ?? 'fields';
}

export function RecordTabs() {
  const params = useParams({ from });
  const current = useRecordTab();
  return (
    <nav aria-label={words.data.tabs.fields}>
      <ul className={styles['kinds']}>
        {tabs.map((tab) => (
          <li key={tab}>
            <Link
              to="/connections/$id/data/$entity/$haloId"
              params={params}
              search={tab === 'fields' ? {} : { tab }}
              replace
              aria-current={tab === current ? 'page' : undefined}
              activeProps={{}}
              activeOptions={{ exact: true, includeSearch: true }}
            >
              {words.data.tabs[tab]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
