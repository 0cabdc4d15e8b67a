import { FACTS } from '../world/entity';
import type { EntityName, Fields } from '../world/entity';

/** JSON cannot say 12.0, so it is written into the text: a quoted key inside a string is escaped and never matches. */
const PATTERNS = new Map(
  (['ticket', 'site', 'user', 'invoice', 'client'] as const).map((entity) => [
    entity,
    {
      floats: FACTS[entity].floats.map((name) => new RegExp(`"(${name})":(-?\\d+)(?=[,}])`, 'g')),
      money: FACTS[entity].money.map((name) => new RegExp(`"(${name})":(-?\\d+)(\\.\\d)?(?=[,}])`, 'g')),
    },
  ]),
);

/** A record as Halo's bytes: ids that are doubles as `12.0`, money with two decimals. */
export function serialise(entity: EntityName, record: Fields, floatIds = true): string {
  let text = JSON.stringify(record);
  const patterns = PATTERNS.get(entity);
  if (patterns === undefined) return text;
  if (floatIds) for (const pattern of patterns.floats) text = text.replace(pattern, '"$1":$2.0');
  for (const pattern of patterns.money) {
    text = text.replace(
      pattern,
      (_, name: string, whole: string, tenth?: string) => `"${name}":${whole}${tenth ?? '.0'}0`,
    );
  }
  return text;
}
