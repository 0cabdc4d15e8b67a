import { AppError } from '@halosync/errors';
import { caught } from '../../testing/caught';
import { AddressGuard, targetOf } from './address-guard';
import { AllowedHosts } from './allowed-hosts';
import { parseWebAddress } from './parse-web-address';

const guardFor = (...allowed: string[]) => new AddressGuard(new AllowedHosts(allowed));

/** What the guard says of a URL, a host name taken to resolve to the addresses given. */
function verdict(guard: AddressGuard, text: string, addresses: readonly string[] = []): string {
  const url = parseWebAddress(text);
  if (url === null) return 'url_invalid';
  try {
    guard.checkUrl(url);
    if (addresses.length > 0) guard.checkAddresses(targetOf(url), addresses);
    return 'ok';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

const refusedByForm = {
  private_address_refused: [
    'https://127.0.0.1/',
    'https://127.0.0.1:8443/api',
    'https://127.1/',
    'https://127.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://0177.1/',
    'https://127.0.0.1./',
    'https://１２７.０.０.１/',
    'https://127。0。0。1/',
    'https://%31%32%37.0.0.1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://00000/',
    'https://10.0.0.7/auth',
    'https://10.1/',
    'https://167772161/',
    'https://0xa000001/',
    'https://012.0.0.1/',
    'https://172.16.0.1/',
    'https://172.31.255.254/',
    'https://192.168.1.1/',
    'https://3232235777/',
    'https://0300.0250.1.1/',
    'https://100.64.0.1/',
    'https://198.18.0.1/',
    'https://192.0.2.5/',
    'https://224.0.0.251/',
    'https://255.255.255.255/',
    'https://240.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://169.254.43518/',
    'https://169.254.170.2/v2/credentials',
    'https://168.63.129.16/',
    'https://100.100.100.200/',
    'https://192.0.0.192/',
    'https://[::1]/',
    'https://[::1]:8443/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[0000::0001]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[0:0:0:0:0:ffff:127.0.0.1]/',
    'https://[::FFFF:10.0.0.1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::127.0.0.1]/',
    'https://[::a9fe:a9fe]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::1]/',
    'https://[2002:7f00:1::]/',
    'https://[2002:a9fe:a9fe::]/',
    'https://[2002:a00:1::1]/',
    'https://[2001:0:7f00:1::]/',
    'https://[2001::80ff:fffe]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[fd20:ce::254]/',
    'https://[fd12:3456:789a::1]/',
    'https://[fe80::1]/',
    'https://[fe80::a9fe:a9fe]/',
    'https://[fec0::1]/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
    'https://[100::1]/',
    'https://[3fff::1]/',
    'https://[2606:4700::5efe:7f00:1]/',
    'HTTPS://127.0.0.1/',
    'https://127.0.0.1?x',
    'https://127.0.0.1#x',
    'https://127.0.0.1/%2e%2e/',
    'https://127.0.0.1:443/',
    'https://127.0.0.1:65535/',
  ],
  http_refused: [
    'http://127.0.0.1/',
    'http://169.254.169.254/',
    'http://[::1]/',
    'http://8.8.8.8/',
    'http://acme.halopsa.com/auth',
    'http://localhost/',
    'http://metadata.google.internal/',
    'http://2130706433/',
    'HTTP://acme.halopsa.com/',
    'http://acme.halopsa.com:443/',
  ],
  url_invalid: [
    '',
    ' ',
    'acme.halopsa.com',
    '//acme.halopsa.com',
    'https:acme.halopsa.com',
    'https:/acme.halopsa.com',
    'https:///acme.halopsa.com',
    'https:\\\\acme.halopsa.com',
    'https://acme.halopsa.com\\@127.0.0.1/',
    'https://user@acme.halopsa.com/',
    'https://user:pw@acme.halopsa.com/',
    'https://@acme.halopsa.com/',
    'https://acme.halopsa.com@127.0.0.1/',
    'https://127.0.0.1@acme.halopsa.com/',
    'https://:@acme.halopsa.com/',
    'https://acme.halopsa.com:pw@127.0.0.1:80/',
    'ftp://acme.halopsa.com/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:70/',
    'javascript:alert(1)',
    'data:text/html,x',
    'ws://acme.halopsa.com/',
    'wss://acme.halopsa.com/',
    'unix:/var/run/docker.sock',
    'jar:https://acme.halopsa.com!/',
    'https://',
    'https://?',
    'https://#',
    'https:///',
    'https://.',
    'https://acme.halopsa.com:0/',
    'https://acme.halopsa.com:65536/',
    'https://acme.halopsa.com:-1/',
    'https://acme.halopsa.com:80a/',
    'https://[fe80::1%25eth0]/',
    'https://[fe80::1%eth0]/',
    'https://[::1',
    'https://::1/',
    'https://[127.0.0.1]/',
    'https://256.256.256.256/',
    'https://1.2.3.4.5/',
    'https://0x1g.0.0.1/',
    'https://acme halopsa.com/',
    'https://acme\thalopsa.com/',
    'https://acme\n.halopsa.com/',
    'https://acme.halopsa.com/\r\nHost: x',
    'https://acme%00.halopsa.com/',
    'https://acme.halopsa.com\u0000/',
    'https://acme%2ehalopsa.com%2f@x/',
    'https://4294967296/',
  ],
} as const;

describe('AddressGuard, of the URL alone', () => {
  const guard = guardFor();
  const cases = Object.entries(refusedByForm).flatMap(([code, urls]) => urls.map((url) => [url, code] as const));

  it('has a table of at least 120', () => {
    expect(cases.length).toBeGreaterThanOrEqual(120);
  });

  it.each(cases)('%j: %s', (url, code) => {
    expect(verdict(guard, url)).toBe(code);
  });

  it.each([
    'https://acme.halopsa.com/auth',
    'https://portal.acme.tech',
    'https://8.8.8.8/',
    'https://[2606:4700::1]/',
    'https://acme.halopsa.com./',
  ])('%s may be resolved', (url) => {
    expect(verdict(guard, url)).toBe('ok');
  });
});

describe('AddressGuard, of what a name resolves to', () => {
  it.each<[string, readonly string[], string, readonly string[]]>([
    ['https://halo.example/', ['93.184.216.34'], 'ok', []],
    ['https://halo.example/', ['93.184.216.34', '10.0.0.7'], 'private_address_refused', []], // every address counts
    ['https://halo.example/', ['10.0.0.7', '93.184.216.34'], 'private_address_refused', []],
    ['https://halo.example/', ['::ffff:127.0.0.1'], 'private_address_refused', []],
    ['https://halo.example/', ['fe80::1%eth0'], 'private_address_refused', []],
    ['https://halo.example/', ['no address'], 'private_address_refused', []],
    ['https://localhost/', ['127.0.0.1'], 'private_address_refused', []],
    ['https://localhost./', ['127.0.0.1'], 'private_address_refused', []],
    ['https://halo.acme.local/', ['10.0.0.7'], 'ok', ['halo.acme.local']],
    ['https://HALO.acme.local./', ['10.0.0.7'], 'ok', ['Halo.Acme.Local']],
    ['http://halo.acme.local/', ['10.0.0.7'], 'ok', ['halo.acme.local']],
    ['http://halo.acme.local:8080/', ['10.0.0.7'], 'ok', ['halo.acme.local:8080']],
    ['http://halo.acme.local/', ['10.0.0.7'], 'http_refused', ['halo.acme.local:8080']],
    ['https://halo.acme.local/', ['10.0.0.7'], 'private_address_refused', ['halo.acme.local:8080']],
    ['https://halo.acme.local.evil.example/', ['10.0.0.7'], 'private_address_refused', ['halo.acme.local']],
    ['https://evil-halo.acme.local/', ['10.0.0.7'], 'private_address_refused', ['halo.acme.local']],
    ['https://halo.acme.local/', ['10.0.0.7'], 'ok', ['10.0.0.0/8']],
    ['http://halo.acme.local/', ['10.0.0.7'], 'ok', ['10.0.0.0/8']],
    ['http://halo.acme.local/', ['10.0.0.7', '11.0.0.1'], 'http_refused', ['10.0.0.0/8']],
    ['http://acme.halopsa.com/', ['93.184.216.34'], 'http_refused', ['10.0.0.0/8']],
    ['http://127.0.0.1:4000/', ['127.0.0.1'], 'ok', ['127.0.0.1:4000']],
    ['http://127.0.0.1:4001/', ['127.0.0.1'], 'http_refused', ['127.0.0.1:4000']],
    ['https://127.0.0.1:4001/', ['127.0.0.1'], 'private_address_refused', ['127.0.0.1:4000']],
    ['http://2130706433:4000/', ['127.0.0.1'], 'ok', ['127.0.0.1:4000']],
    ['http://localhost:4000/', ['127.0.0.1', '::1'], 'http_refused', ['127.0.0.1:4000']],
    ['http://localhost:4000/', ['127.0.0.1', '::1'], 'ok', ['localhost:4000']],
    ['http://[fd12::1]:81/', ['fd12::1'], 'ok', ['[fd12::1]:81']],
    ['https://[fd12::1]/', ['fd12::1'], 'ok', ['fd12::/16']],
    // Metadata is never called, whatever is listed.
    ['https://169.254.169.254/', ['169.254.169.254'], 'private_address_refused', ['169.254.169.254', '0.0.0.0/0']],
    ['http://169.254.169.254/', ['169.254.169.254'], 'private_address_refused', ['169.254.0.0/16']],
    ['https://halo.acme.local/', ['169.254.169.254'], 'private_address_refused', ['halo.acme.local']],
    ['https://halo.acme.local/', ['fd00:ec2::254'], 'private_address_refused', ['halo.acme.local', '::/0']],
    ['https://halo.acme.local/', ['168.63.129.16'], 'private_address_refused', ['halo.acme.local', '168.63.129.16']],
    ['https://halo.acme.local/', ['100.100.100.200'], 'private_address_refused', ['halo.acme.local', '100.64.0.0/10']],
    ['https://[::ffff:169.254.169.254]/', ['::ffff:169.254.169.254'], 'private_address_refused', ['::/0', '0.0.0.0/0']],
    ['https://[64:ff9b::a9fe:a9fe]/', ['64:ff9b::a9fe:a9fe'], 'private_address_refused', ['::/0']],
  ])('%s at %j: %s, allowed %j', (url, addresses, expected, allowed) => {
    expect(verdict(guardFor(...allowed), url, addresses)).toBe(expected);
  });
});

describe('AllowedHosts', () => {
  it.each([
    'http://halo.acme.local',
    'halo acme',
    '10.0.0.0/33',
    '10.0.0.0/x',
    'halo:0',
    'halo:99999',
    'halo:',
    '*.acme.local',
    '[::1',
    'a/b',
  ])('refuses the entry %s', async (entry) => {
    expect((await caught(() => new AllowedHosts([entry]))).code).toBe('config_invalid');
  });
});
