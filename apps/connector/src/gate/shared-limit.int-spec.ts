import { Stage } from '../../testing/stage';

// So few calls that a busy machine could make more of them: it is the limit that holds us up.
const LIMIT = 20;
// Halo's 300 s in 4 s; all of the budget's times shrink with the window.
const WINDOW_SECONDS = 4;
const OTHERS = 8;
const TICKETS = 10_000;

jest.setTimeout(240_000);

describe('two integrations that share a limit', () => {
  const stage = new Stage({
    counts: { tickets: TICKETS, sites: 10, users: 20, invoices: 10 },
    env: { HALO_RATE_LIMIT_REQUESTS: String(LIMIT), HALO_RATE_LIMIT_WINDOW_SECONDS: String(WINDOW_SECONDS) },
  });

  it('find room beside each other: what Halo refuses teaches us, and the first sync ends complete', async () => {
    const { halo, connector, around } = stage;
    await halo.limiter({
      enabled: true,
      requests: LIMIT,
      windowSeconds: WINDOW_SECONDS,
      otherIntegration: { requests: OTHERS },
    });
    const { connection } = await connector.save(await halo.values());
    const run = await connector.ended(connection.runId, 200_000);
    const statuses = (await halo.arrivals()).map(({ status }) => status);
    const refused = (part: readonly (number | null)[]): number => part.filter((status) => status === 429).length;
    const quarter = Math.floor(statuses.length / 4);
    const { budget } = await connector.connection(connection.id);

    expect(run.state).toBe('complete');
    expect(around.services.live('ticket', connection.id)).toEqual(await halo.ids('ticket'));
    // We never went beyond our own limit, and were refused all the same: somebody else is there.
    expect(refused(statuses)).toBeGreaterThan(0);
    // What is left is 12; a step may end just above, where both fit by chance.
    expect(budget?.limit).toBeLessThanOrEqual(LIMIT - OTHERS + 1);
    expect(budget?.limit).toBeGreaterThan(OTHERS);
    // What was learned holds: at the end hardly a call is refused.
    expect(refused(statuses.slice(-quarter))).toBeLessThanOrEqual(2);
    expect(refused(statuses)).toBeLessThan(statuses.length * 0.2);
  });
});
