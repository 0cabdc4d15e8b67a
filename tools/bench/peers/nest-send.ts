// The usual Nest: the default adapter, a controller, and one awaited send to Kafka per request.
import 'reflect-metadata';
import type { OnModuleInit } from '@nestjs/common';
import { Body, Controller, HttpCode, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientKafka, ClientsModule, Transport } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { lastValueFrom } from 'rxjs';

const { PORT = '', BROKERS = '', TOPIC = '' } = process.env;

interface Envelope {
  readonly id: string;
  readonly ticket: { readonly id: number };
}

@Controller()
class WebhookController implements OnModuleInit {
  constructor(@Inject('KAFKA') private readonly kafka: ClientKafka) {}

  async onModuleInit(): Promise<void> {
    await this.kafka.connect();
  }

  @Post('webhooks/halo/:token')
  @HttpCode(200)
  async receive(@Body() body: Envelope): Promise<{ id: string }> {
    await lastValueFrom(this.kafka.emit(TOPIC, { key: String(body.ticket.id), value: body }));
    return { id: body.id };
  }
}

@Module({
  imports: [
    ClientsModule.register([
      {
        name: 'KAFKA',
        transport: Transport.KAFKA,
        options: { client: { clientId: 'bench-nest-send', brokers: BROKERS.split(',') }, producerOnlyMode: true },
      },
    ]),
  ],
  controllers: [WebhookController],
})
class PeerModule {}

const app = await NestFactory.create<NestExpressApplication>(PeerModule, { logger: ['error', 'warn'] });
app.enableShutdownHooks();
await app.listen(Number(PORT), '127.0.0.1');
