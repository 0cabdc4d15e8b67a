import { AppError } from '@halosync/errors';
import { budgetOf, editSettings } from './settings';

describe('settings', () => {
  it('change by name: what an edit does not name stays, 0 takes a setting back', () => {
    expect(
      editSettings({ limit: 300, sharePercent: 50 }, { limit: 0, details: true, deltaSeconds: undefined }),
    ).toEqual({
      sharePercent: 50,
      details: true,
    });
    expect(editSettings({ limit: 300 }, null)).toEqual({ limit: 300 });
    expect(editSettings({ reconcileAt: '03:30' }, { reconcileAt: '' })).toEqual({});
  });

  it.each([
    { limit: -1 },
    { sharePercent: 101 },
    { windowSeconds: 1.5 },
    { deltaSeconds: 1 },
    { reconcileAt: '24:00' },
  ])('%j is refused by name', (given) => {
    const refused = (): string[] => {
      try {
        editSettings({}, given);
        return [];
      } catch (error) {
        return error instanceof AppError ? error.errors.map(({ field }) => field) : [];
      }
    };
    expect(refused()).toEqual([`settings.${Object.keys(given)[0] ?? ''}`]);
  });

  it('make the budget, where they say nothing the installation does', () => {
    const defaults = { limit: 450, windowSeconds: 300 };
    expect(budgetOf({}, defaults)).toEqual({ limit: 450, windowMs: 300_000, sharePercent: 100 });
    expect(budgetOf({ limit: 300, windowSeconds: 60, sharePercent: 40 }, defaults)).toEqual({
      limit: 300,
      windowMs: 60_000,
      sharePercent: 40,
    });
  });
});
