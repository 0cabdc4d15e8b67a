export { AppErrorFilter } from './app-error.filter';
export { fromGrpcError, toGrpcError } from './error-metadata';
export { GrpcClient } from './grpc-client';
export type { GrpcClientOptions } from './grpc-client';
export { grpcServer } from './grpc-server';
export type { GrpcServerOptions } from './grpc-server';
export { grpcTls } from './tls';
export type { GrpcTls, GrpcTlsVariables } from './tls';
