import type {
  GrpcObject,
  ServiceClientConstructor,
  UntypedServiceImplementation,
  ServerWritableStream,
  handleUnaryCall,
} from '@grpc/grpc-js';
import { Server, ServerCredentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from '@halosync/contracts';
import { toGrpcError } from '@halosync/grpc';

/**
 * A method by its name as clients write it: the request in, the answer out; what it throws goes over the wire as an
 * AppError. One that streams sends its answer as the only message.
 */
export type FakeMethods = Record<string, (request: never) => unknown>;

export interface FakeProgram {
  readonly address: string;
  stop(): void;
}

/** A program of ours that answers what a test tells it to. */
export async function fakeGrpc(
  packageName: string,
  serviceName: string,
  methods: FakeMethods,
  port = 0,
): Promise<FakeProgram> {
  const [, name = '', version = ''] = packageName.split('.');
  const definition = loadPackageDefinition(
    loadSync(`halosync/${name}/${version}/${name}.proto`, {
      longs: Number,
      enums: String,
      defaults: true,
      arrays: true,
      oneofs: true,
      includeDirs: [protoPath()],
    }),
  );
  const leaf = packageName.split('.').reduce<GrpcObject>((found, part) => found[part] as GrpcObject, definition)[
    serviceName
  ] as ServiceClientConstructor; // packages, then the service
  const implementation: UntypedServiceImplementation = {};
  for (const [method, { responseStream }] of Object.entries(leaf.service)) {
    const camel = method.charAt(0).toLowerCase() + method.slice(1);
    const answer: handleUnaryCall<unknown, unknown> = (call, callback) => {
      Promise.resolve()
        .then(() => methods[camel]?.(call.request as never) ?? {}) // each method knows its own request
        .then(
          (value: unknown) => callback(null, value),
          (error: unknown) => callback(toGrpcError(error)),
        );
    };
    implementation[method] = responseStream
      ? (call: ServerWritableStream<unknown, unknown>): void => {
          call.write(methods[camel]?.(call.request as never) ?? {}); // each method knows its own request
          call.end();
        }
      : answer;
  }
  const server = new Server();
  server.addService(leaf.service, implementation);
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${String(port)}`, ServerCredentials.createInsecure(), (error, used) =>
      error === null ? resolve(used) : reject(error),
    );
  });
  return { address: `127.0.0.1:${String(bound)}`, stop: () => server.forceShutdown() };
}
