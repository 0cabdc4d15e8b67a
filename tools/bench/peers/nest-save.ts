// The usual Nest sink: an event pattern, and `repository.save` per message. Two partitions at once, two connections.
import 'reflect-metadata';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { EventPattern, Payload, Transport } from '@nestjs/microservices';
import type { ColumnType, EntitySchemaColumnOptions, ObjectLiteral } from 'typeorm';
import { DataSource, EntitySchema, Repository } from 'typeorm';

const { PORT = '', BROKERS = '', TOPIC = '', GROUP = '', DATABASE_URL = '', TABLE = '', COLUMNS = '[]' } = process.env;

const columns = JSON.parse(COLUMNS) as { name: string; type: ColumnType; isKey: boolean }[]; // the runner wrote it
const ticket = new EntitySchema<ObjectLiteral>({
  name: 'ticket',
  schema: 'bench',
  tableName: TABLE,
  columns: Object.fromEntries(
    columns.map(({ name, type, isKey }): [string, EntitySchemaColumnOptions] => [
      name,
      { type, primary: isKey, nullable: !isKey },
    ]),
  ),
});
const dataSource = await new DataSource({
  type: 'postgres',
  url: DATABASE_URL,
  entities: [ticket],
  poolSize: 2,
}).initialize();

@Controller()
class TicketController {
  constructor(@Inject(Repository) private readonly tickets: Repository<ObjectLiteral>) {}

  @EventPattern(TOPIC)
  async receive(@Payload() row: ObjectLiteral): Promise<void> {
    await this.tickets.save(row);
  }
}

@Module({
  providers: [{ provide: Repository, useValue: dataSource.getRepository(ticket) }],
  controllers: [TicketController],
})
class PeerModule {}

const app = await NestFactory.create(PeerModule, { logger: ['error', 'warn'] });
app.connectMicroservice<MicroserviceOptions>({
  transport: Transport.KAFKA,
  options: {
    postfixId: '',
    client: { clientId: 'bench-nest-save', brokers: BROKERS.split(',') },
    consumer: { groupId: GROUP },
    subscribe: { fromBeginning: true },
    run: { partitionsConsumedConcurrently: 2 },
  },
});
app.enableShutdownHooks();
await app.startAllMicroservices();
await app.listen(Number(PORT), '127.0.0.1');
