import { benchArguments } from './arguments';

describe('the arguments', () => {
  it('without any mean everything, five rounds each', () => {
    expect(benchArguments([])).toEqual({ groups: ['ingress', 'sink', 'upsert', 'latency'], rounds: 5, help: false });
  });

  it('name some parts, which run in the usual order', () => {
    expect(benchArguments(['--only', 'latency,ingress', '--rounds', '3'])).toEqual({
      groups: ['ingress', 'latency'],
      rounds: 3,
      help: false,
    });
  });

  it('that make no sense are refused with what they may be', () => {
    expect(() => benchArguments(['--only', 'ingres'])).toThrow('ingress, sink, upsert, latency');
    expect(() => benchArguments(['--rounds', '0'])).toThrow('--rounds');
    expect(() => benchArguments(['--fast'])).toThrow('--fast');
  });
});
