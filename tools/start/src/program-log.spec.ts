import { shownOf } from './program-log';

describe('what is shown of a program', () => {
  it.each(['error', 'fatal'])('are its lines of level %s, with the reason', (level) => {
    const line = JSON.stringify({ level, msg: 'could not start', error: 'port taken', program: 'gateway' });
    expect(shownOf(line)).toBe('could not start: port taken');
  });

  it.each(['warn', 'info', undefined])('is nothing of level %s', (level) => {
    expect(shownOf(JSON.stringify({ level, msg: 'records decided' }))).toBeUndefined();
  });

  it('is nothing of what the Kafka client says by itself', () => {
    expect(shownOf(JSON.stringify({ level: 'error', msg: 'kafka client', error: 'not available' }))).toBeUndefined();
  });

  it('is what is no log line at all, such as a stack trace', () => {
    expect(shownOf('SyntaxError: Unexpected token')).toBe('SyntaxError: Unexpected token');
    expect(shownOf('  ')).toBeUndefined();
  });
});
