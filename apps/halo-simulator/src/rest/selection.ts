import { documentFilter } from './document-filter';
import { inOrder, orderRules } from './record-order';
import { recordFilter } from './record-filter';
import type { Halo } from '../halo';
import type { EntityName, Fields } from '../world/entity';
import type { Overlay } from '../world/entity-store';

/** The ids a list call asks for, in order, and the moment they are shown as of. */
export interface Selection {
  readonly ids: readonly number[];
  readonly overlay: Overlay | undefined;
}

const PAGING = new Set(['pageinate', 'page_no', 'page_size', 'count']);
const KEPT = 12;

/** A full scan asks for the same selection page after page: the last few are kept until something changes. */
export class Selections {
  private readonly kept = new Map<string, Selection>();

  constructor(private readonly halo: Pick<Halo, 'world' | 'settings'>) {}

  of(entity: EntityName, query: ReadonlyMap<string, string>): Selection {
    const { world, settings } = this.halo;
    const seconds = settings.profile.listCacheSeconds;
    const cached = seconds > 0 ? world.past.asOfLastFilling(entity, seconds) : undefined;
    const asked = [...query].filter(([name]) => !PAGING.has(name)).sort();
    const key = JSON.stringify([entity, asked, cached?.filledAt ?? world.version, settings.profile]);
    const kept = this.kept.get(key);
    // The ids of one filling stay; what has changed since must be looked up as it was then.
    if (kept !== undefined) return { ids: kept.ids, overlay: cached?.overlay };
    const selection = this.select(entity, query, cached?.overlay);
    this.kept.set(key, selection);
    const oldest = this.kept.keys().next();
    if (this.kept.size > KEPT && oldest.done !== true) this.kept.delete(oldest.value);
    return selection;
  }

  document(entity: EntityName, id: number, overlay: Overlay | undefined): Fields | undefined {
    const store = this.halo.world.store(entity);
    const stored = store.at(id, overlay);
    return stored === undefined ? undefined : store.document(id, stored);
  }

  private select(entity: EntityName, query: ReadonlyMap<string, string>, overlay: Overlay | undefined): Selection {
    const { profile } = this.halo.settings;
    const store = this.halo.world.store(entity);
    const shows = recordFilter(entity, query, profile);
    const shown = documentFilter(entity, query);
    const ids: number[] = [];
    for (const [id, stored] of store.entries(overlay)) {
      if (shows(id, stored) && (shown === undefined || shown(store.document(id, stored)))) ids.push(id);
    }
    return { ids: inOrder(store, ids, orderRules(entity, query, profile), overlay), overlay };
  }
}
