import { once } from 'node:events';
import { controlArea } from './control/control-router';
import { ledgerRoutes } from './control/ledger-routes';
import { recordRoutes } from './control/record-routes';
import { healthArea, stateRoutes } from './control/state-routes';
import { switchRoutes } from './control/switch-routes';
import { webhookRoutes } from './control/webhook-routes';
import { serve } from './http/server';
import { openHalo } from './open-halo';
import { restArea } from './rest/rest-area';
import { parseSimulatorConfig } from './simulator.config';
import type { SimulatorConfig } from './simulator.config';

export interface RunningSimulator {
  readonly url: string;
  /** Stops accepting, ends what is open and flushes the journal. */
  readonly close: () => Promise<void>;
}

/** One Halo on one port; what is not given is as without any environment. */
export async function startSimulator(options: Partial<SimulatorConfig> = {}): Promise<RunningSimulator> {
  const config: SimulatorConfig = { ...parseSimulatorConfig({}, Date.now()), ...options };
  const { halo, close: closeHalo } = openHalo(config);
  const routes = [
    ...stateRoutes(halo),
    ...recordRoutes(halo),
    ...ledgerRoutes(halo),
    ...switchRoutes(halo),
    ...webhookRoutes(halo),
  ];
  const server = serve([healthArea(halo), controlArea(routes), restArea(halo)]);
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    url: `http://${host}:${String(port)}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await closeHalo();
    },
  };
}
