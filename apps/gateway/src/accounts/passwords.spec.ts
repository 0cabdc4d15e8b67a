import { Passwords } from './passwords';

describe('passwords', () => {
  it('are kept as argon2id of at least 19 MiB and two passes', async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(hash, 'correct horse')).toBe(true);
    expect(await passwords.verify(hash, 'correct horsf')).toBe(false);
  });

  it('nobody has no password, not even the dummy', async () => {
    expect(await new Passwords().verify(null, 'no account has this one')).toBe(false);
  });

  it('turns a crowd away instead of taking all memory', async () => {
    const passwords = new Passwords();
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.verify(null, 'x')));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.reason).toMatchObject({ code: 'rate_limited' });
  });
});
