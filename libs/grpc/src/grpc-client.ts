import type { Client, ClientReadableStream } from '@grpc/grpc-js';
import { fromGrpcError } from './error-metadata';
import { loadService } from './load-package';
import type { GrpcTls } from './tls';
import { clientCredentials } from './tls';

export interface GrpcClientOptions {
  /** host:port */
  readonly address: string;
  /** Such as `halosync.ticket.v1`. */
  readonly packageName: string;
  readonly serviceName: string;
  /** Every call has a deadline. */
  readonly deadlineMs: number;
  /** The certificate to show, and the authority to trust; plain without. */
  readonly tls?: GrpcTls | undefined;
}

type Callback = (error: Error | null, response: unknown) => void;
type UnaryMethod = (request: unknown, options: { deadline: Date }, callback: Callback) => void;
type StreamMethod = (request: unknown, options: { deadline: Date }) => ClientReadableStream<unknown>;

/** Calls another program of ours; throws the `AppError` that it threw, or a retryable one where it did not answer. */
export class GrpcClient {
  readonly #client: Client;

  constructor(private readonly options: GrpcClientOptions) {
    const Service = loadService(options.packageName, options.serviceName);
    this.#client = new Service(options.address, clientCredentials(options.tls), {
      'grpc.max_receive_message_length': 16 * 1024 * 1024,
      'grpc.initial_reconnect_backoff_ms': 200,
      'grpc.max_reconnect_backoff_ms': 2_000,
    });
  }

  /** @param method in camelCase, as generated clients name it. */
  async call<Request, Response>(
    method: string,
    request: Request,
    deadlineMs = this.options.deadlineMs,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const unary = this.#method(method) as UnaryMethod; // the proto says which methods are unary
      unary.call(this.#client, request, { deadline: new Date(Date.now() + deadlineMs) }, (error, response) => {
        if (error === null) resolve(response as Response);
        else reject(fromGrpcError(error));
      });
    });
  }

  /** A server stream as an async iterable; leaving the loop early cancels the call, and so does the signal. */
  async *stream<Request, Response>(
    method: string,
    request: Request,
    {
      deadlineMs = this.options.deadlineMs,
      signal,
    }: { readonly deadlineMs?: number; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<Response> {
    const serverStream = this.#method(method) as StreamMethod; // the proto says which methods stream
    const responses = serverStream.call(this.#client, request, { deadline: new Date(Date.now() + deadlineMs) });
    // The iterator reports errors too; without a listener a late one would end the process.
    responses.on('error', () => undefined);
    const cancel = (): void => responses.cancel();
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel);
    try {
      for await (const response of responses) yield response as Response;
    } catch (error) {
      throw fromGrpcError(error);
    } finally {
      signal?.removeEventListener('abort', cancel);
      responses.cancel();
    }
  }

  close(): void {
    this.#client.close();
  }

  #method(name: string): unknown {
    const method: unknown = Reflect.get(this.#client, name);
    if (typeof method !== 'function') throw new Error(`${this.options.serviceName} has no method ${name}.`);
    return method;
  }
}
