import { toSqlServerTick } from '../world/halo-dates';
import type { Census } from './census';
import type { Dice } from './dice';

const TWO_YEARS_MS = 2 * 365 * 24 * 3_600_000;

/** When a record came to be and when it was last touched: more of both lately, as in a Halo that is in use. */
export function moment(census: Census, dice: Dice): { readonly happened: number; readonly modified: number } {
  const happened = toSqlServerTick(census.anchor - 60_000 - Math.floor(dice.next() * dice.next() * TWO_YEARS_MS));
  const room = census.anchor - happened;
  return { happened, modified: toSqlServerTick(happened + Math.floor(room * dice.next() ** 3)) };
}
