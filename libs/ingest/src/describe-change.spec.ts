import type { Recorded } from './describe-change';
import { describeChange } from './describe-change';

const state = (document: Recorded['document'], over: Partial<Recorded> = {}): Recorded => ({
  document,
  revision: 3,
  isDeleted: false,
  ...over,
});
const told = (held: Recorded | undefined, past: Recorded | undefined, document: Recorded['document']) =>
  describeChange(Object.keys(document), held, state({ ...held?.document, ...document }), past);

describe('a change, where the history is known', () => {
  const past = state({ id: 7, summary: 'A' });

  it('that puts back what the history says is a repair, told with what was there instead', () => {
    const altered = state({ id: 7, summary: 'by hand' });
    expect(told(altered, past, { id: 7, summary: 'A', notes: 'n' })).toEqual({
      operation: 'repaired',
      changed: ['summary'],
      before: { summary: 'by hand' },
    });
  });

  it('of a field that was taken out is a repair too', () => {
    expect(told(state({ id: 7 }), past, { id: 7, summary: 'A' })).toEqual({
      operation: 'repaired',
      changed: ['summary'],
      before: { summary: null },
    });
  });

  it('in Halo is told against the history, whatever the row said', () => {
    expect(told(state({ id: 7, summary: 'by hand' }), past, { id: 7, summary: 'B' })).toEqual({
      operation: 'updated',
      changed: ['summary'],
      before: { summary: 'A' },
    });
  });

  it('that only teaches fields enriches', () => {
    expect(told(past, past, { id: 7, summary: 'A', notes: 'n' })).toMatchObject({ operation: 'enriched' });
  });

  it('of a row that is gone, or marked as deleted by hand, is a repair', () => {
    expect(told(undefined, past, { id: 7, summary: 'A' })).toEqual({ operation: 'repaired', changed: [], before: {} });
    const marked = state(past.document, { isDeleted: true });
    expect(told(marked, past, { id: 7, summary: 'A' })).toMatchObject({ operation: 'repaired' });
  });

  it('of a record that the history saw deleted restores it', () => {
    const deleted = state(past.document, { isDeleted: true });
    expect(told(undefined, deleted, { id: 7, summary: 'A' })).toMatchObject({ operation: 'restored' });
  });
});
