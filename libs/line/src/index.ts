export { GatewayClient, type Connection, type HaloCredentials, type SecondsLeft } from './gateway-client';
export { LinePrograms, type LineProgramsOptions } from './line-programs';
export type { LineSettings } from './line-settings';
export { migrateProgram } from './migrate-program';
export { mirroredRows, type Mirrored } from './mirrored-rows';
export { reserveLinePorts, USUAL_PORTS, type LinePorts, type ReservedLinePorts } from './ports';
export { programSpec, type Replica } from './program-spec';
export {
  LINE_PROGRAMS,
  PROGRAMS,
  SERVICES,
  SIMULATOR,
  type LineProgram,
  type ProgramName,
  type ServiceName,
} from './programs';
export { SIMULATOR_EVENT_NUMBERS } from './simulator-events';
export { SimulatorClient, type SimulatorState } from './simulator-client';
export type { SimulatorLedger } from './simulator-ledger';
