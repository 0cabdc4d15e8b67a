import { queryOptions, useQuery } from '@tanstack/react-query';
import { get } from '../../api/call';
import type { List, Program } from '../../api/types';
import { Page } from '../../shell/page';
import { Card } from '../../ui/card';
import { MarkChip } from '../../ui/mark';
import { Region } from '../../ui/region';
import { words } from '../../words/words';
import styles from './programs-page.module.css';

const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: async ({ signal }) => (await get<List<Program>>('/programs', signal)).items,
  refetchInterval: 5_000,
});

/** Whether each program of this installation answers. */
export function ProgramsPage() {
  const programs = useQuery(programsQuery);
  return (
    <Page title={words.shell.programs} intro={words.programs.intro}>
      <Card flush>
        <Region query={programs} rows={6}>
          {(items) => (
            <ul className={styles['programs']}>
              {items.map(({ name, ok, detail }) => (
                <li key={name}>
                  <span className={styles['name']}>{name}</span>
                  <MarkChip mark={ok ? 'complete' : 'needs_you'}>
                    {ok ? words.programs.answers : words.programs.silent}
                  </MarkChip>
                  <span className={styles['detail']}>{detail}</span>
                </li>
              ))}
            </ul>
          )}
        </Region>
      </Card>
    </Page>
  );
}
