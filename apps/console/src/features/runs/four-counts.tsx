import type { EntityName, Run } from '../../api/types';
import { count } from '../../format/number';
import { words } from '../../words/words';
import styles from './four-counts.module.css';

/** What Halo says, fetched, published, committed, of each kind of record. */
export function FourCounts({ run }: { run: Run }) {
  const names = (Object.keys(words.entities.many) as EntityName[]).filter((name) => run.entities[name] !== undefined); // the keys of the words
  const { inHalo, seen, published, committed, inPostgres, repaired, dead } = words.runs;
  return (
    <div className={styles['box']} role="region" aria-label={words.lists.table(words.runs.counts)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.runs.entity}</th>
            {[inHalo, seen, published, committed, inPostgres, repaired, dead].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const counts = run.entities[name];
            return (
              <tr key={name}>
                <th scope="row">{words.entities.many[name]}</th>
                {[
                  counts?.inHalo,
                  counts?.seen,
                  counts?.published,
                  counts?.committed,
                  counts?.inPostgres,
                  counts?.repaired,
                  counts?.dead,
                ].map((value, place) => (
                  <td key={place}>{count(value)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
