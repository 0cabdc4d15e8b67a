export { GatewayClient, type Connection, type HaloCredentials } from './gateway-client';
export type { LineSettings } from './line-settings';
export { migrateProgram } from './migrate-program';
export { reserveLinePorts, USUAL_PORTS, type LinePorts } from './ports';
export { programSpec } from './program-spec';
export { LINE_PROGRAMS, SERVICES, SIMULATOR, type LineProgram, type ProgramName, type ServiceName } from './programs';
