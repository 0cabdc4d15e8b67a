import { AppError } from './app-error';
import { failureClass } from './failure-class';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('failureClass', () => {
  it.each(['08006', '40001', '40P01', '53300', '55P03', '57P01', '57014', 'ECONNREFUSED', 'UND_ERR_SOCKET'])(
    '%s is transient',
    (code) => {
      expect(failureClass(withCode(code))).toBe('transient');
    },
  );

  it.each(['22003', '22021', '22P02', '23514'])('%s is poison', (code) => {
    expect(failureClass(withCode(code))).toBe('poison');
  });

  it('looks through driver errors and causes', () => {
    expect(failureClass(Object.assign(new Error('query failed'), { driverError: withCode('57P03') }))).toBe(
      'transient',
    );
    expect(failureClass(new Error('outer', { cause: new AppError('record_invalid', 'no id') }))).toBe('poison');
    expect(failureClass(new AppError('unavailable', 'broker away', { retryable: true }))).toBe('transient');
  });

  it('calls everything else a bug', () => {
    expect(failureClass(new TypeError('undefined is not a function'))).toBe('unknown');
    expect(failureClass('a string')).toBe('unknown');
    expect(failureClass(withCode('42703'))).toBe('unknown');
  });
});
