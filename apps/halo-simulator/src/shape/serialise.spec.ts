import { serialise } from './serialise';

describe("Halo's JSON", () => {
  it('writes doubles as 12.0 for the entity that has them, and nowhere else', () => {
    expect(serialise('site', { id: 1, client_id: 12 })).toBe('{"id":1,"client_id":12.0}');
    expect(serialise('user', { site_id: 18, site_id_int: 18, client_id: 12 })).toBe(
      '{"site_id":18.0,"site_id_int":18,"client_id":12}',
    );
    expect(serialise('ticket', { client_id: 12, site_id: 3 })).toBe('{"client_id":12,"site_id":3}');
    expect(serialise('site', { client_id: 12 }, false)).toBe('{"client_id":12}');
  });

  it('writes money with two decimals, in lines too', () => {
    const invoice = { total: 240, tax_total: -40.5, amountdue: 12.34, lines: [{ net_amount: 7 }] };
    expect(serialise('invoice', invoice)).toBe(
      '{"total":240.00,"tax_total":-40.50,"amountdue":12.34,"lines":[{"net_amount":7.00}]}',
    );
  });

  it('leaves text alone that looks like it', () => {
    const text = serialise('site', { notes: '{"client_id":12,"x":1}', client_id: 3 });
    expect(text).toBe('{"notes":"{\\"client_id\\":12,\\"x\\":1}","client_id":3.0}');
  });
});
