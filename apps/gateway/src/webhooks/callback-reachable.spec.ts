import { callbackReachable } from './callback-reachable';

describe('callbackReachable', () => {
  it.each([
    ['https://halosync.example.com', 'public'],
    ['https://8.8.8.8', 'public'],
    ['https://[2001:4860:4860::8888]', 'public'],
    ['http://halosync.example.com', 'private'],
    ['http://localhost:3000', 'private'],
    ['https://localhost', 'private'],
    ['https://sync.local', 'private'],
    ['https://127.0.0.1:8443', 'private'],
    ['https://10.1.2.3', 'private'],
    ['https://172.20.0.1', 'private'],
    ['https://192.168.1.5', 'private'],
    ['https://169.254.169.254', 'private'],
    ['https://100.64.0.1', 'private'],
    ['https://[::1]', 'private'],
    ['https://[fd00::1]', 'private'],
    ['https://[::ffff:10.0.0.1]', 'private'],
    ['https://halosync', 'unknown'],
  ])('%s is %s', (url, expected) => {
    expect(callbackReachable(url)).toBe(expected);
  });
});
