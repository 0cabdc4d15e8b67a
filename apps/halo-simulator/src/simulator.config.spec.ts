import { parseSimulatorConfig } from './simulator.config';

const NOW = Date.parse('2026-10-02T15:00:00Z');

describe('the configuration', () => {
  it('works without any variable', () => {
    expect(parseSimulatorConfig({}, NOW)).toMatchObject({
      port: 3020,
      host: '127.0.0.1',
      counts: { ticket: 1200, site: 120, user: 700, invoice: 400 },
      anchor: Date.parse('2026-10-02T00:00:00Z'),
      tenant: 'demo',
      rateLimit: { enabled: true, requests: 450, windowSeconds: 300 },
      supervised: false,
    });
  });

  it('reads what is given; an empty tenant is a Halo on premise, other empty values are not set', () => {
    const given = {
      PORT: '0',
      SIMULATOR_TENANT: '',
      SIMULATOR_SEED: '',
      SIMULATOR_ANCHOR: '2026-01-01T00:00:00',
      HALOSYNC_SUPERVISED: '1',
    };
    expect(parseSimulatorConfig(given, NOW)).toMatchObject({
      port: 0,
      tenant: '',
      seed: 1,
      anchor: Date.parse('2026-01-01T00:00:00Z'),
      supervised: true,
    });
  });

  it('reports all problems together', () => {
    const parse = () =>
      parseSimulatorConfig({ PORT: 'x', SIMULATOR_TICKETS: '-1', SIMULATOR_RATE_LIMIT_REQUESTS: '0' }, NOW);
    for (const name of ['PORT', 'SIMULATOR_TICKETS', 'SIMULATOR_RATE_LIMIT_REQUESTS']) expect(parse).toThrow(name);
  });
});
