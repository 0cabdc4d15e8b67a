import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { InboxRelay } from '../inbox/inbox-relay';
import { DeliveryLog } from './delivery-log';
import { DeliveryReplay } from './delivery-replay';

export const deliveryProviders: Provider[] = [
  { provide: DeliveryLog, inject: [DataSource], useFactory: (dataSource: DataSource) => new DeliveryLog(dataSource) },
  {
    provide: DeliveryReplay,
    inject: [DataSource, InboxRelay],
    useFactory: (dataSource: DataSource, relay: InboxRelay) => new DeliveryReplay(dataSource, () => relay.kick()),
  },
];
