import type { DynamicModule } from '@nestjs/common';
import { Global, Module } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { Metrics } from '@halosync/observability';
import { Health } from './health';
import { HealthController } from './health.controller';

/** The token under which the program's logger is injected. */
export const LOG = Symbol('Log');

/** Logger, metrics and health for the whole program: with configuration the only things that are global. */
@Global()
@Module({})
export class ServiceHostModule {
  static forProgram(program: string, log: Log): DynamicModule {
    return {
      module: ServiceHostModule,
      controllers: [HealthController],
      providers: [{ provide: LOG, useValue: log }, { provide: Metrics, useValue: new Metrics(program) }, Health],
      exports: [LOG, Metrics, Health],
    };
  }
}
