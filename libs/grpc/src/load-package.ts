import type { GrpcObject, ServiceClientConstructor } from '@grpc/grpc-js';
import { loadPackageDefinition } from '@grpc/grpc-js';
import type { Options } from '@grpc/proto-loader';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from '@halosync/contracts';

/** As the generated types say: camelCase, numbers for int64 (Halo's ids are int32, counts stay far below 2^53), no gaps. */
export const loaderOptions: Options = {
  keepCase: false,
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  // No fields that name the member of a oneof: the members tell by being there.
  oneofs: false,
};

/** `halosync.ticket.v1` lives in `halosync/ticket/v1/ticket.proto`. */
export function protoFile(packageName: string): string {
  const [, name = '', version = ''] = packageName.split('.');
  return `halosync/${name}/${version}/${name}.proto`;
}

export function loadService(packageName: string, serviceName: string): ServiceClientConstructor {
  let found: GrpcObject | ServiceClientConstructor | undefined = loadPackageDefinition(
    loadSync(protoFile(packageName), { ...loaderOptions, includeDirs: [protoPath()] }),
  );
  for (const part of [...packageName.split('.'), serviceName]) {
    found = (found as GrpcObject | undefined)?.[part] as GrpcObject | ServiceClientConstructor | undefined; // a tree of packages with services as leaves
  }
  if (typeof found !== 'function') throw new Error(`${packageName}.${serviceName} is not in its proto file.`);
  return found;
}
