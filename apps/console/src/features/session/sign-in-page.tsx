import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { SubmitEvent } from 'react';
import { sessionQuery, signIn } from '../../api/session';
import { words } from '../../words/words';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { OneCard } from './one-card';
import { readForm } from './read-form';

/** Signing in, and back to where one was. */
export function SignInPage() {
  const { back } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [missing, setMissing] = useState<readonly string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const attempt = useMutation({
    mutationFn: ({ email, password }: Record<'email' | 'password', string>) => signIn(email, password),
    meta: { isSignIn: true },
    onSuccess: async (session) => {
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, session);
      await navigate({ href: back ?? '/', replace: true });
    },
  });
  useEffect(() => {
    document.title = [words.session.signIn, words.shell.product].join(' · ');
  }, []);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const values = readForm(event.currentTarget, ['email', 'password']);
    const empty = Object.entries(values)
      .filter(([, value]) => value === '')
      .map(([name]) => name);
    setMissing(empty);
    if (empty[0] === undefined) attempt.mutate(values);
    else form.current?.querySelector<HTMLInputElement>(`[name=${empty[0]}]`)?.focus();
  }

  return (
    <OneCard
      foot={
        <>
          {words.session.firstTime} <Link to="/setup">{words.session.toSetUp}</Link>
        </>
      }
    >
      <h1>{words.session.signIn}</h1>
      {back !== undefined && !attempt.isError && <Notice tone="idle">{words.session.ended}</Notice>}
      <form ref={form} onSubmit={submit} noValidate>
        <Field
          label={words.session.email}
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          error={missing.includes('email') && words.session.emailMissing}
        />
        <Field
          label={words.session.password}
          name="password"
          type="password"
          autoComplete="current-password"
          error={missing.includes('password') && words.session.passwordMissing}
        />
        <div role="alert">{attempt.isError && <Notice tone="bad">{attempt.error.message}</Notice>}</div>
        <Button type="submit" look="primary" busy={attempt.isPending && words.session.signingIn}>
          {words.session.signIn}
        </Button>
      </form>
    </OneCard>
  );
}
