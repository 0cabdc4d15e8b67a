import { locale } from '../format/locale';

const rules = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat(locale);

/** "1 record", "3,412 records": the number as its reader writes it, the form by the language of the words. */
export function plural(count: number, one: string, other: string): string {
  return `${numbers.format(count)}\u00a0${rules.select(count) === 'one' ? one : other}`;
}
