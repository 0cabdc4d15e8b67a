import { calendarDate, clock, utc } from '../../format/time';
import { words } from '../../words/words';
import styles from './value.module.css';

const dates = new Set(['invoiceDate', 'dueDate', 'dateSent', 'datePaid', 'datePosted']);
const amounts = new Set(['total', 'taxTotal', 'amountDue', 'amountPaid', 'cost']);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** One field as people read it. What no copy has carried is a dash, null is null, text stays text. */
export function Value({ field, value, currency }: { field: string; value: unknown; currency?: unknown }) {
  if (value === undefined) return <>–</>;
  if (value === null) return <span className={styles['null']}>{words.data.null}</span>;
  if (typeof value === 'boolean') return <>{value ? words.data.yes : words.data.no}</>;
  if (typeof value === 'string' && INSTANT.test(value)) {
    const shown = dates.has(field) ? calendarDate(value) : clock(new Date(value), new Date());
    return (
      <time dateTime={value} title={utc(new Date(value))}>
        {shown}
      </time>
    );
  }
  // Amounts are text in the API, so that no digit is lost; they are shown as they are.
  if (amounts.has(field) && typeof value === 'string')
    return <>{typeof currency === 'string' && currency !== '' ? `${value}\u00a0${currency}` : value}</>;
  if (typeof value === 'object') return <code>{JSON.stringify(value)}</code>;
  return <>{typeof value === 'string' ? value : JSON.stringify(value)}</>;
}
