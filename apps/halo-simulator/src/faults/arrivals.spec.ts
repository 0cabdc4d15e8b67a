import { Arrivals } from './arrivals';

function arrivalsAt(...times: readonly number[]): Arrivals {
  const arrivals = new Arrivals();
  for (const at of times) arrivals.add({ at, wall: '', method: 'GET', path: '/', query: '', entity: null });
  return arrivals;
}

describe('the ledger of arrivals', () => {
  it('finds the fullest window wherever it begins', () => {
    expect(arrivalsAt(0, 900, 950, 1000, 1850, 3000).highestWithin(1000)).toBe(4);
    expect(arrivalsAt(0, 1000, 2000).highestWithin(1000)).toBe(1);
    expect(arrivalsAt().highestWithin(1000)).toBe(0);
  });

  it('goes on counting after a reset, and hands out what came since', () => {
    const arrivals = arrivalsAt(1, 2, 3);
    expect(arrivals.after(1, 1)).toMatchObject({ items: [{ seq: 2 }], next: 2 });
    arrivals.reset();
    arrivals.add({ at: 4, wall: '', method: 'GET', path: '/', query: '', entity: null });
    expect(arrivals.after(0, 10)).toMatchObject({ items: [{ seq: 4 }], next: 4 });
    expect(arrivals.after(4, 10)).toEqual({ items: [], next: 4 });
  });
});
