import { MAX_PAGE_SIZE } from '../resources/resource-url';

/**
 * How many rows a page brings at most, by the rows of page 2 where 100 were asked. Null where the list may have ended in
 * it: of 150 records a cap of 50 and a cap of 100 both leave 50 for page 2.
 */
export function pageCap(rowsOfPage2: number, recordCount: number | null): number | null {
  if (rowsOfPage2 === 0 || recordCount === null) return rowsOfPage2 >= MAX_PAGE_SIZE ? rowsOfPage2 : null;
  const onOthers = recordCount - rowsOfPage2;
  return rowsOfPage2 >= MAX_PAGE_SIZE || onOthers > MAX_PAGE_SIZE ? rowsOfPage2 : null;
}
