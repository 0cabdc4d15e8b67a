import type { RoleName } from '@halosync/contracts';
import { ApiKeys } from '../src/accounts/api-keys';
import type { TestGateway } from './test-gateway';
import { ADMIN } from './test-gateway';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Calls a gateway's API, as nobody, by API key, or by cookie. */
export class ApiClient {
  private constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  static nobody(gateway: TestGateway): ApiClient {
    return new ApiClient(gateway.url, {});
  }

  static async withKey(gateway: TestGateway, role: RoleName): Promise<ApiClient> {
    const { key } = await gateway.app
      .get(ApiKeys)
      .create({ name: `test ${role}`, role, createdBy: 'test', expiresAt: null });
    return new ApiClient(gateway.url, { authorization: `Bearer ${key}` });
  }

  static async signedIn(gateway: TestGateway): Promise<ApiClient> {
    const answer = await ApiClient.nobody(gateway).call('POST', '/api/v1/session', ADMIN);
    const cookie = answer.headers
      .getSetCookie()
      .map((header) => header.split(';')[0])
      .join('; ');
    return new ApiClient(gateway.url, { cookie, origin: gateway.url });
  }

  with(headers: Readonly<Record<string, string>>): ApiClient {
    return new ApiClient(this.url, { ...this.headers, ...headers });
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...this.headers,
        ...(body === undefined || 'content-type' in this.headers ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : { text },
    }; // the API answers objects
  }
}
