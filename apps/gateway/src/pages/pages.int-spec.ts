import { ApiClient } from '../../testing/api-client';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start({ environment: { PUBLIC_URL: 'https://sync.example.com/' } });
});
afterAll(() => gateway.stop());

const asBrowser = (): ApiClient => ApiClient.nobody(gateway).with({ accept: 'text/html,*/*;q=0.8' });

describe('the pages', () => {
  it.each([
    ['/', 'text/html'],
    ['/setup', 'text/html'],
    ['/connections/7/data/ticket?q=printer', 'text/html'],
    ['/api/docs', 'text/html'],
    ['/api/docs/swagger-ui-bundle.js', 'text/javascript'],
    ['/favicon.ico', 'image/svg+xml'],
  ])('%s is there, under a policy without inline script', async (path, type) => {
    const { status, headers, body } = await asBrowser().call('GET', path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain(type);
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none';script-src 'self';.*frame-ancestors 'none'/,
    );
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    if (type === 'text/html') expect(String(body['text'])).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/);
  });

  it('the document is served', async () => {
    const { status, body } = await ApiClient.nobody(gateway).call('GET', '/api/openapi.json');
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: '3.1.0' });
  });

  it.each(['/assets/nothing.js', '/api/v1/nothing', '/api/nothing', '/health/nothing'])(
    '%s is nothing, in words for programs',
    async (path) => {
      const { status, body, headers } = await asBrowser().call('GET', path);
      expect(status).toBe(404);
      expect(headers.get('content-type')).toContain('problem+json');
      expect(body).toMatchObject({ code: 'not_found', status: 404 });
    },
  );

  it('a program that asks for an unknown path gets no page', async () => {
    const { status } = await ApiClient.nobody(gateway).with({ accept: 'application/json' }).call('GET', '/nowhere');
    expect(status).toBe(404);
  });
});
