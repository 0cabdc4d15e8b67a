import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OutgoingMessage } from '@halosync/contracts';
import { grpcServer } from '@halosync/grpc';
import type { GrpcServerOptions } from '@halosync/grpc';
import { silentLog } from '@halosync/observability';
import { ServiceHostModule } from '@halosync/service-host';
import type { EntityProgram } from '../src/entity-program';
import { IngestModule } from '../src/ingest.module';
import { Outbox } from '../src/outbox.service';
import type { Publishes } from '../src/outbox.service';
import type { EntityFixture } from './entity-fixture';
import { entityFixture } from './entity-fixture';

/** An entity service without its consumer: a database of its own, its gRPC server, its outbox. */
export interface ServedEntity extends EntityFixture {
  /** host:port of its gRPC server. */
  readonly address: string;
  /** What it published, where no publisher was given; without the values, of which a test may make many. */
  readonly published: readonly Pick<OutgoingMessage, 'key' | 'headers'>[];
  /** Copies were taken: give them positions and publish. */
  kick(): void;
  /** Its server ends as in an orderly stop and comes back on the same port. */
  restart(): Promise<void>;
}

export interface ServedEntityOptions {
  readonly topicPrefix?: string;
  readonly publisher?: () => Publishes;
  readonly tls?: GrpcServerOptions['tls'];
}

export async function servedEntity(program: EntityProgram, options: ServedEntityOptions = {}): Promise<ServedEntity> {
  const line = await entityFixture(program);
  const published: Pick<OutgoingMessage, 'key' | 'headers'>[] = [];
  const port = await freePort();
  const address = `127.0.0.1:${String(port)}`;
  const serve = async (): Promise<INestApplication> => {
    const publisher = options.publisher?.() ?? {
      send: async (messages: readonly OutgoingMessage[]) =>
        void published.push(...messages.map(({ key, headers }) => ({ key, headers }))),
      close: async () => undefined,
    };
    // Its own pool is closed with it; the fixture's stays for the test.
    const dataSource = await line.connect();
    const parts = { dataSource, publisher, log: silentLog, topicPrefix: options.topicPrefix ?? 'halo' };
    const app: INestApplication = await NestFactory.create(
      {
        module: class ServedProgram {},
        imports: [ServiceHostModule.forProgram('test', silentLog), IngestModule.forEntity(program, parts)],
      },
      new FastifyAdapter(),
      { logger: false, abortOnError: false },
    );
    const packageName = `halosync.${program.definition.name}.v1`;
    app.connectMicroservice(grpcServer({ listen: address, packageName, reflection: false, tls: options.tls }));
    await app.startAllMicroservices();
    await app.init();
    return app;
  };
  let app = await serve();
  return {
    ...line,
    address,
    published,
    kick: () => app.get(Outbox).kick(),
    restart: async () => {
      await app.close();
      app = await serve();
    },
    close: async () => {
      await app.close();
      await line.close();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  await new Promise((resolve) => server.close(resolve));
  return port;
}
