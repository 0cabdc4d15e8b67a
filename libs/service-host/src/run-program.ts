import 'reflect-metadata';
import type { DynamicModule, INestApplication, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describeVariables, loadConfig, loggableConfig } from '@halosync/config';
import { AppError } from '@halosync/errors';
import type { Log } from '@halosync/observability';
import { createLog, errorFields } from '@halosync/observability';
import type { z } from 'zod';
import { NestLog } from './nest-log';
import { ServiceHostModule } from './service-host.module';
import { stopInOrder } from './shutdown';

interface HostConfig {
  readonly HOST: string;
  readonly PORT: number;
  readonly LOG_LEVEL: string;
  readonly DRAIN_SECONDS: number;
  readonly HALOSYNC_SUPERVISED: boolean;
}

/** What a program is made of, once its configuration is known. */
export interface ProgramParts {
  readonly imports: DynamicModule[];
  readonly adapter?: FastifyAdapter;
  /** Before it listens: filters, transports, routes outside Nest. `fail` ends the process after an orderly stop. */
  readonly prepare?: (
    app: INestApplication,
    fail: (error: unknown) => void,
  ) => Promise<MicroserviceOptions[]> | MicroserviceOptions[];
}

/** Runs a program: configuration, module, HTTP (health and metrics at least), transports, orderly stop. */
export async function runProgram<Shape extends z.ZodRawShape>(
  name: string,
  shape: Shape,
  parts: (config: Readonly<z.output<z.ZodObject<Shape>>>, log: Log) => Promise<ProgramParts> | ProgramParts,
): Promise<void> {
  if (process.argv.includes('--describe-environment')) {
    console.log(JSON.stringify(describeVariables(shape)));
    return;
  }
  let log = createLog(name, 'info');
  try {
    const config = loadConfig(shape);
    const host = config as unknown as HostConfig; // every program's shape begins with programVariables
    log = createLog(name, host.LOG_LEVEL);
    log.info('starting', { config: loggableConfig(shape, config) });
    const { imports, adapter, prepare } = await parts(config, log);
    const module: DynamicModule = {
      module: class ProgramModule {},
      imports: [ServiceHostModule.forProgram(name, log), ...imports],
    };
    const nest: NestApplicationOptions = {
      logger: new NestLog(log),
      abortOnError: false,
      bodyParser: adapter === undefined,
    };
    const app: INestApplication = await NestFactory.create(module, adapter ?? new FastifyAdapter(), nest);
    const stop = stopInOrder(app, { log, drainMs: host.DRAIN_SECONDS * 1000, followsStdin: host.HALOSYNC_SUPERVISED });
    const fail = (error: unknown): void => {
      log.fatal('cannot go on', errorFields(error));
      stop('failed', 1);
    };
    process.on('uncaughtException', fail);
    process.on('unhandledRejection', fail);
    for (const options of (await prepare?.(app, fail)) ?? [])
      app.connectMicroservice(options, { inheritAppConfig: false });
    await app.listen(host.PORT, host.HOST);
    await app.startAllMicroservices();
    log.info('listening', { url: await app.getUrl() });
  } catch (error) {
    refuse(log, error);
  }
}

/** A start that cannot succeed ends with words for people, not with a stack. */
function refuse(log: Log, error: unknown): never {
  if (error instanceof AppError && (error.code === 'config_invalid' || error.code === 'migrations_pending'))
    console.error(error.message);
  else log.fatal('could not start', { ...errorFields(error), stack: error instanceof Error ? error.stack : undefined });
  process.exit(1);
}
