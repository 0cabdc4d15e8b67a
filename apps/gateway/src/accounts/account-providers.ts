import type { Provider } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { LOG } from '@halosync/service-host';
import { DataSource } from 'typeorm';
import type { GatewayConfig } from '../gateway.config';
import { GATEWAY_CONFIG, isPublicHttps, publicUrl } from '../gateway.config';
import { GatewayKeys } from '../keys/gateway-keys';
import { Accounts } from './accounts';
import { ApiKeys } from './api-keys';
import { Authenticator } from './authenticator';
import { FirstAdministrator } from './first-administrator';
import { OwnOrigin } from './own-origin';
import { Passwords } from './passwords';
import { SessionCookie } from './session-cookie';
import { Sessions } from './sessions';
import { SignIn } from './sign-in';
import { SignInDelays } from './sign-in-delays';

export const accountProviders: Provider[] = [
  Passwords,
  { provide: Accounts, inject: [DataSource], useFactory: (dataSource: DataSource) => new Accounts(dataSource) },
  { provide: Sessions, inject: [DataSource], useFactory: (dataSource: DataSource) => new Sessions(dataSource) },
  { provide: ApiKeys, inject: [DataSource], useFactory: (dataSource: DataSource) => new ApiKeys(dataSource) },
  {
    provide: SessionCookie,
    inject: [GATEWAY_CONFIG],
    useFactory: (config: GatewayConfig) => new SessionCookie(isPublicHttps(config)),
  },
  {
    provide: OwnOrigin,
    inject: [GATEWAY_CONFIG],
    useFactory: (config: GatewayConfig) => new OwnOrigin(publicUrl(config)),
  },
  {
    provide: Authenticator,
    inject: [ApiKeys, Sessions, SessionCookie],
    useFactory: (keys: ApiKeys, sessions: Sessions, cookie: SessionCookie) => new Authenticator(keys, sessions, cookie),
  },
  {
    provide: SignIn,
    inject: [Accounts, Passwords, DataSource, GatewayKeys],
    useFactory: (accounts: Accounts, passwords: Passwords, dataSource: DataSource, keys: GatewayKeys) =>
      new SignIn(accounts, passwords, new SignInDelays(dataSource, keys)),
  },
  {
    provide: FirstAdministrator,
    inject: [DataSource, Accounts, Passwords, LOG],
    useFactory: (dataSource: DataSource, accounts: Accounts, passwords: Passwords, log: Log) =>
      new FirstAdministrator(dataSource, accounts, passwords, log),
  },
];
