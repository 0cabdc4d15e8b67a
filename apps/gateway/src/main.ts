import { runProgram } from '@halosync/service-host';
import { gatewayVariables } from './gateway.config';
import { GatewayModule } from './gateway.module';
import { httpAdapter } from './http-adapter';
import { prepareGateway } from './prepare-gateway';

void runProgram('gateway', gatewayVariables, (config, log) => ({
  imports: [GatewayModule.forRoot(config)],
  adapter: httpAdapter(config),
  prepare: (app, fail) => prepareGateway(app, config, log, fail),
}));
