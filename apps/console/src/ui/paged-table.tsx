import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { Pages } from '../api/pages';
import { itemsOf } from '../api/pages';
import { words } from '../words/words';
import { ProblemNotice } from './problem-notice';
import { Skeleton } from './region';
import styles from './paged-table.module.css';

export interface Column<Item> {
  readonly name: string;
  readonly cell: (item: Item) => ReactNode;
  readonly kind?: 'number' | 'mono';
}

interface PagedTableProps<Item> {
  readonly label: string;
  readonly pages: Pages<Item>;
  readonly columns: readonly Column<Item>[];
  readonly rowKey: (item: Item) => string;
  readonly empty: ReactNode;
}

const ROW_PX = 37;
const AHEAD = 30;

/** A list of any length: what is in sight is drawn, and the next page is asked for before its end is reached. */
export function PagedTable<Item>({ label, pages, columns, rowKey, empty }: PagedTableProps<Item>) {
  const items = itemsOf(pages);
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items?.length ?? 0,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, error, refetch } = pages;
  const isNearEnd = items !== undefined && last >= items.length - AHEAD;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage && error === null) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, fetchNextPage, error]);
  if (items === undefined)
    return error === null ? <Skeleton rows={8} /> : <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (items.length === 0) return <>{empty}</>;
  const before = shown[0]?.start ?? 0;
  const after = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <div className={styles['frame']}>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <div ref={box} className={styles['box']} role="region" aria-label={words.lists.table(label)} tabIndex={0}>
        <table aria-rowcount={hasNextPage ? -1 : items.length + 1}>
          <thead>
            <tr>
              {columns.map(({ name, kind }) => (
                <th key={name} scope="col" data-kind={kind}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <Space px={before} columns={columns.length} />}
            {shown.map(({ index, key }) => {
              const item = items[index];
              return item === undefined ? null : (
                <tr key={key} data-key={rowKey(item)} aria-rowindex={index + 2}>
                  {columns.map(({ name, cell, kind }) => (
                    <td key={name} data-kind={kind} data-name={name}>
                      {cell(item)}
                    </td>
                  ))}
                </tr>
              );
            })}
            {after > 0 && <Space px={after} columns={columns.length} />}
          </tbody>
        </table>
      </div>
      <p className={styles['foot']}>{words.lists.loaded(items.length, !hasNextPage)}</p>
    </div>
  );
}

function Space({ px, columns }: { px: number; columns: number }) {
  return (
    <tr aria-hidden className={styles['space']}>
      <td colSpan={columns} style={{ blockSize: px }} />
    </tr>
  );
}
