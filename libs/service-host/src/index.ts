export { Health } from './health';
export type { HealthCheck, HealthReport } from './health';
export { HealthController, ROLE_KEY } from './health.controller';
export { runCommand } from './run-command';
export { runProgram } from './run-program';
export type { ProgramParts } from './run-program';
export { LOG, ServiceHostModule } from './service-host.module';
