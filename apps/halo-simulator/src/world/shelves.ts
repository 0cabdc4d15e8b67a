import type { ShelfLine } from './change';

/** Small things that must outlive a restart (webhooks, notifications, settings, the outgoing queue), by shelf and key. */
export class Shelves {
  private readonly shelves = new Map<string, Map<string, unknown>>();

  constructor(
    private readonly append: (line: ShelfLine) => void,
    private readonly appended: () => void,
  ) {}

  apply({ shelf, key, value }: ShelfLine): void {
    if (value === null) this.shelf(shelf).delete(key);
    else this.shelf(shelf).set(key, value);
  }

  set(shelf: string, key: string, value: unknown): void {
    const line: ShelfLine = { k: 'shelf', shelf, key, value };
    this.append(line);
    this.apply(line);
    this.appended();
  }

  remove(shelf: string, key: string): void {
    this.set(shelf, key, null);
  }

  get(shelf: string, key: string): unknown {
    return this.shelf(shelf).get(key);
  }

  values(shelf: string): unknown[] {
    return [...this.shelf(shelf).values()];
  }

  *lines(): Generator<ShelfLine> {
    for (const [shelf, entries] of this.shelves) {
      for (const [key, value] of entries) yield { k: 'shelf', shelf, key, value };
    }
  }

  private shelf(name: string): Map<string, unknown> {
    const found = this.shelves.get(name) ?? new Map<string, unknown>();
    this.shelves.set(name, found);
    return found;
  }
}
