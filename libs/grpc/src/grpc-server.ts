import type { Server } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import type { GrpcOptions } from '@nestjs/microservices';
import { Transport } from '@nestjs/microservices';
import { ReflectionService } from '@grpc/reflection';
import { protoPath } from '@halosync/contracts';
import { HealthImplementation } from 'grpc-health-check';
import { loaderOptions, protoFile } from './load-package';
import type { GrpcTls } from './tls';
import { serverCredentials } from './tls';

export interface GrpcServerOptions {
  /** host:port */
  readonly listen: string;
  readonly packageName: string;
  readonly reflection: boolean;
  /** Clients must show a certificate; plain without. */
  readonly tls?: GrpcTls | undefined;
}

/** A Nest gRPC server with the standard health service, and reflection where it is wanted. */
export function grpcServer(options: GrpcServerOptions): GrpcOptions {
  const health = new HealthImplementation({ '': 'SERVING', [options.packageName]: 'SERVING' });
  return {
    transport: Transport.GRPC,
    options: {
      url: options.listen,
      package: options.packageName,
      credentials: serverCredentials(options.tls),
      // A client that vanished without a word is found out, and its stream ends.
      keepalive: { keepaliveTimeMs: 30_000, keepaliveTimeoutMs: 10_000 },
      protoPath: [protoFile(options.packageName)],
      loader: { ...loaderOptions, includeDirs: [protoPath()] },
      maxReceiveMessageLength: 16 * 1024 * 1024,
      onLoadPackageDefinition: (definition: PackageDefinition, server: Server) => {
        health.addToServer(server);
        if (options.reflection) new ReflectionService(definition).addToServer(server);
      },
    },
  };
}
