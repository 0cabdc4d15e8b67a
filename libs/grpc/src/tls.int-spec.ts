import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { GrpcOptions } from '@nestjs/microservices';
import { GrpcMethod } from '@nestjs/microservices';
import { GrpcClient, grpcServer, grpcTls } from '.';

@Controller()
class Counting {
  @GrpcMethod('TicketService', 'Count')
  count(): { live: number } {
    return { live: 7 };
  }
}

@Module({ controllers: [Counting] })
class CountingModule {}

describe('gRPC between our programs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halosync-mtls-'));
  let address: string;
  let server: INestApplicationContext & { close(): Promise<void> };

  beforeAll(async () => {
    for (const ca of ['ours', 'theirs']) {
      openssl(`req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${ca} -keyout ${ca}-ca.key -out ${ca}-ca.pem`);
      writeFileSync(join(folder, 'san.cnf'), 'subjectAltName=IP:127.0.0.1,DNS:localhost');
      openssl(`req -newkey rsa:2048 -nodes -subj /CN=program -keyout ${ca}.key -out ${ca}.csr`);
      openssl(
        `x509 -req -in ${ca}.csr -CA ${ca}-ca.pem -CAkey ${ca}-ca.key -CAcreateserial -days 2 -extfile san.cnf -out ${ca}.pem`,
      );
    }
    address = `127.0.0.1:${String(await freePort())}`;
    const options: GrpcOptions = grpcServer({
      listen: address,
      packageName: 'halosync.ticket.v1',
      reflection: false,
      tls: grpcTls(files('ours', 'ours')),
    });
    const app = await NestFactory.createMicroservice(CountingModule, { ...options, logger: false });
    await app.listen();
    server = app;
  }, 60_000);
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const openssl = (command: string): void =>
    void execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' });
  const files = (own: string, authority: string) => ({
    GRPC_TLS_CERT_FILE: join(folder, `${own}.pem`),
    GRPC_TLS_KEY_FILE: join(folder, `${own}.key`),
    GRPC_TLS_CA_FILE: join(folder, `${authority}-ca.pem`),
  });
  const count = async (tls: ReturnType<typeof grpcTls>): Promise<unknown> => {
    const client = new GrpcClient({
      address,
      packageName: 'halosync.ticket.v1',
      serviceName: 'TicketService',
      deadlineMs: 3_000,
      tls,
    });
    try {
      return await client.call('count', { connectionId: '' });
    } finally {
      client.close();
    }
  };

  it('a program with a certificate of the authority is answered', async () => {
    expect(await count(grpcTls(files('ours', 'ours')))).toMatchObject({ live: 7 });
  });

  it('one without a certificate is refused', async () => {
    await expect(count(undefined)).rejects.toMatchObject({ retryable: true });
  });

  it('one with a certificate of another authority is refused', async () => {
    await expect(count(grpcTls(files('theirs', 'ours')))).rejects.toMatchObject({ retryable: true });
  });

  it('a server of another authority is refused', async () => {
    await expect(count(grpcTls(files('ours', 'theirs')))).rejects.toMatchObject({ retryable: true });
  });

  it('half of the settings, or a file that is not there, end the start', () => {
    expect(grpcTls({})).toBeUndefined();
    const { GRPC_TLS_CA_FILE: _, ...half } = files('ours', 'ours');
    expect(() => grpcTls(half)).toThrow('Set all of GRPC_TLS_CERT_FILE');
    expect(() => grpcTls(files('nobody', 'ours'))).toThrow('cannot be read');
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo; // it listens on TCP
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
