import { itemsOf, usePages } from '../../api/pages';
import type { EntityName, Revision } from '../../api/types';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { Skeleton } from '../../ui/region';
import { words } from '../../words/words';
import { listPath } from './entity-path';
import { Value } from './value';
import styles from './history.module.css';

/** Its revisions, newest first, each with what changed. */
export function History({ id, entity, haloId }: { id: string; entity: EntityName; haloId: string }) {
  const pages = usePages<Revision>(`/connections/${id}/${listPath(entity)}/${haloId}/history`);
  const revisions = itemsOf(pages);
  if (revisions === undefined)
    return pages.error === null ? (
      <Skeleton rows={4} />
    ) : (
      <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} />
    );
  return (
    <>
      <ol className={styles['revisions']}>
        {revisions.map((revision) => (
          <li key={revision.revision}>
            <div className={styles['head']}>
              <Chip tone={revision.operation === 'deleted' ? 'bad' : 'idle'}>
                {words.data.operations[revision.operation] ?? revision.operation}
              </Chip>
              <span>
                {words.data.revision} {revision.revision}
              </span>
              <span className={styles['when']}>
                <Moment at={revision.validFrom} /> · {words.data.learned[revision.learnedBy] ?? revision.learnedBy}
              </span>
            </div>
            {revision.operation !== 'created' && <Changes changed={revision.changed} />}
          </li>
        ))}
      </ol>
      {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{words.lists.more}</Button>}
    </>
  );
}

function Changes({ changed }: { changed: Revision['changed'] }) {
  if (changed.length === 0) return null;
  return (
    <div className={styles['box']} role="region" tabIndex={0} aria-label={words.data.changes(changed.length)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.data.field}</th>
            <th scope="col">{words.data.before}</th>
            <th scope="col">{words.data.after}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td className={styles['before']}>
                {before === undefined ? words.data.notHeld : <Value field={field} value={before} />}
              </td>
              <td className={styles['after']}>
                <Value field={field} value={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
