import { ApiClient } from '../../testing/api-client';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start({ environment: { PUBLIC_URL: 'https://sync.example.com/' } });
});
afterAll(() => gateway.stop());

describe('the pages', () => {
  it.each([
    ['/', 'text/html'],
    ['/setup', 'text/html'],
    ['/assets/status.js', 'text/javascript'],
    ['/assets/run-counts.js', 'text/javascript'],
    ['/assets/words.js', 'text/javascript'],
    ['/assets/status.css', 'text/css'],
    ['/assets/tokens.css', 'text/css'],
    ['/favicon.svg', 'image/svg+xml'],
    ['/api/docs', 'text/html'],
    ['/api/docs/swagger-ui-bundle.js', 'text/javascript'],
  ])('%s is there, under a policy without inline script', async (path, type) => {
    const { status, headers, body } = await ApiClient.nobody(gateway).call('GET', path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain(type);
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none';script-src 'self'.*frame-ancestors 'none'/,
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

  it('anything else is nothing, in words', async () => {
    const { status, body, headers } = await ApiClient.nobody(gateway).call('GET', '/assets/../../package.json');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('problem+json');
    expect(body).toMatchObject({ code: 'not_found', status: 404 });
  });
});
