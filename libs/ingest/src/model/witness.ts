import { sameValue } from '@halosync/halo-json';
import type { Held } from '../copy';
import type { Step } from './chunk-outcome';
import { versionOf } from './record-state';

/** A promise, as the one would put it whom it failed. */
export type Broken =
  | 'went backwards'
  | 'wrong deletion'
  | 'wrong revival'
  | 'changed twice'
  | 'empty change'
  | 'field lost'
  | 'revision skipped'
  | 'chunk differs from one by one'
  | 'heard but not held'
  | 'details never came'
  | 'not held after a delta'
  | 'not held after a full run'
  | 'never at rest';

export interface Violation {
  readonly promise: Broken;
  readonly detail: string;
}

/** Knows of each field held from which version of the record it comes, which the mirror cannot know. */
export class Witness {
  readonly violations: Violation[] = [];
  readonly #held = new Map<string, { life: number; readonly versions: Map<string, number> }>();
  readonly #changedBy = new Set<string>();

  /** @param timeRunsForward where Halo's clock steps back, the order of things is not promised for a while. */
  constructor(private readonly timeRunsForward: boolean) {}

  report(promise: Broken, detail: string): void {
    this.violations.push({ promise, detail });
  }

  /** A step was committed. */
  see({ sighting: { candidate, seen }, key, before, after }: Step): void {
    if (after === undefined || after === before) return;
    const known = this.#held.get(key) ?? { life: seen.life, versions: new Map<string, number>() };
    this.#held.set(key, known);
    if (after.revision !== before?.revision) {
      this.#seeChange(`${candidate.facts.deliveryId}:${String(candidate.facts.part)}`, seen.id, before, after);
      if (this.timeRunsForward) this.#seeOrder(candidate.copy.fields, seen, known, before, after);
    }
    known.life = Math.max(known.life, seen.life);
    for (const name of Object.keys(candidate.copy.fields)) {
      known.versions.set(name, Math.max(known.versions.get(name) ?? 0, versionOf(seen, name)));
    }
  }

  #seeChange(delivery: string, id: number, before: Held | undefined, after: Held): void {
    if (this.#changedBy.has(delivery)) this.report('changed twice', `record ${String(id)} by ${delivery}`);
    this.#changedBy.add(delivery);
    if (after.revision !== (before?.revision ?? 0) + 1) this.report('revision skipped', `record ${String(id)}`);
    if (before === undefined) return;
    if (before.isDeleted === after.isDeleted && sameValue(before.document, after.document)) {
      this.report('empty change', `record ${String(id)}, revision ${String(after.revision)}`);
    }
    for (const name of Object.keys(before.document)) {
      if (!Object.hasOwn(after.document, name)) this.report('field lost', `${name} of record ${String(id)}`);
    }
  }

  #seeOrder(
    carried: Held['document'],
    seen: Step['sighting']['seen'],
    known: { readonly life: number; readonly versions: ReadonlyMap<string, number> },
    before: Held | undefined,
    after: Held,
  ): void {
    if (before !== undefined && seen.life < known.life) {
      this.report(after.isDeleted ? 'wrong deletion' : 'wrong revival', `record ${String(seen.id)}`);
    }
    for (const name of Object.keys(carried)) {
      const isOlder = versionOf(seen, name) < (known.versions.get(name) ?? 0);
      if (isOlder && !sameValue(before?.document[name], after.document[name])) {
        this.report(
          'went backwards',
          `${name} of record ${String(seen.id)}: from version ${String(known.versions.get(name))} to ${String(versionOf(seen, name))}`,
        );
      }
    }
  }
}
