import { idAt } from '../generate/census';
import type { Dice } from '../generate/dice';
import type { EntityStore } from '../world/entity-store';

const TRIES = 60;

/** A record that is there; undefined where so few are left that guessing does not find one. */
export function randomLiveId(store: EntityStore, dice: Dice): number | undefined {
  const first = idAt(store.entity, 0);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const id = first + dice.below(store.nextId() - first);
    if (store.at(id)?.deleted === false) return id;
  }
  return undefined;
}
