import { z } from 'zod';
import { Dice } from '../generate/dice';
import { inventChange } from './invent-change';
import { randomLiveId } from './random-record';
import type { EntityName } from '../world/entity';
import type { World } from '../world/world';

const weight = z.number().min(0);

export const lifeSchema = z.strictObject({
  enabled: z.boolean(),
  perSecond: z.number().positive().max(5000).default(1),
  stopAfter: z.int().min(1).nullable().default(null),
  /** Weights of what happens, and to what. */
  mix: z
    .strictObject({
      create: weight.default(2),
      update: weight.default(7),
      delete: weight.default(1),
      ticket: weight.default(7),
      site: weight.default(1),
      user: weight.default(1),
      invoice: weight.default(1),
      client: weight.default(0),
    })
    .prefault({}),
});
export type LifeSettings = z.output<typeof lifeSchema>;

const TICK_MS = 20;

/** People at work: changes, creations and deletions at a steady rate. */
export class Life {
  private timer: NodeJS.Timeout | undefined;
  private debt = 0;
  private lastTick = 0;
  private settings: LifeSettings = lifeSchema.parse({ enabled: false });
  private made = 0;
  private done = false;

  constructor(
    private readonly world: World,
    private readonly seed: number,
  ) {}

  set(settings: LifeSettings): void {
    clearInterval(this.timer);
    this.settings = settings;
    this.made = 0;
    this.done = false;
    this.debt = 0;
    if (!settings.enabled) return;
    this.lastTick = performance.now();
    this.timer = setInterval(() => {
      this.tick();
    }, TICK_MS);
  }

  state() {
    const { enabled, perSecond, stopAfter, mix } = this.settings;
    return { enabled: enabled && !this.done, made: this.made, stopAfter, done: this.done, perSecond, mix };
  }

  close(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const now = performance.now();
    this.debt += ((now - this.lastTick) / 1000) * this.settings.perSecond;
    this.lastTick = now;
    for (; this.debt >= 1 && !this.done; this.debt -= 1) this.step();
  }

  private step(): void {
    const dice = new Dice(this.seed, this.world.version, 4711);
    const { mix, stopAfter } = this.settings;
    const entity = choose(dice, {
      ticket: mix.ticket,
      site: mix.site,
      user: mix.user,
      invoice: mix.invoice,
      client: mix.client,
    });
    const operation = choose(dice, { create: mix.create, update: mix.update, delete: mix.delete });
    this.act(dice, entity, operation);
    this.made += 1;
    this.done = stopAfter !== null && this.made >= stopAfter;
    if (this.done) clearInterval(this.timer);
  }

  private act(dice: Dice, entity: EntityName, operation: 'create' | 'update' | 'delete'): void {
    const id = operation === 'create' ? undefined : randomLiveId(this.world.store(entity), dice);
    if (id === undefined) this.world.create(entity, {}, { by: 'life' });
    else if (operation === 'delete') this.world.remove(entity, id, { by: 'life' });
    else this.world.update(entity, id, inventChange(entity, dice), { by: 'life' });
  }
}

function choose<Name extends string>(dice: Dice, weights: Readonly<Record<Name, number>>): Name {
  const names = Object.keys(weights) as Name[]; // the keys of a record of literals are its names
  const total = names.reduce((sum, name) => sum + weights[name], 0);
  let mark = dice.next() * total;
  for (const name of names) {
    mark -= weights[name];
    if (mark < 0) return name;
  }
  return dice.pick(names);
}
