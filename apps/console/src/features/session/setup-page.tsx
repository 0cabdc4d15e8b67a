import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { SubmitEvent } from 'react';
import { sessionQuery, setUp } from '../../api/session';
import { words } from '../../words/words';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { OneCard } from './one-card';
import { readForm } from './read-form';

type Values = Record<'token' | 'email' | 'password', string>;

/** The first administrator, made once with the token that the log printed. */
export function SetupPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [problems, setProblems] = useState<Partial<Values>>({});
  const attempt = useMutation({
    mutationFn: ({ token, email, password }: Values) => setUp(token.trim(), email.trim(), password),
    meta: { isSignIn: true },
    onSuccess: async (session) => {
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, session);
      await navigate({ to: '/', replace: true });
    },
  });
  useEffect(() => {
    document.title = [words.session.setUp, words.shell.product].join(' · ');
  }, []);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const values = readForm(event.currentTarget, ['token', 'email', 'password']);
    const found = problemsOf(values);
    setProblems(found);
    const [first] = Object.keys(found);
    if (first === undefined) attempt.mutate(values);
    else form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  }

  return (
    <OneCard
      foot={
        <>
          {words.session.haveAccount} <Link to="/sign-in">{words.session.signIn}</Link>
        </>
      }
    >
      <h1>{words.session.setUp}</h1>
      <form ref={form} onSubmit={submit} noValidate>
        <Field
          label={words.session.token}
          help={words.session.setUpIntro}
          name="token"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          mono
          error={problems.token}
        />
        <Field label={words.session.email} name="email" type="email" autoComplete="username" error={problems.email} />
        <Field
          label={words.session.password}
          help={words.session.passwordHelp}
          name="password"
          type="password"
          autoComplete="new-password"
          error={problems.password}
        />
        <div role="alert">{attempt.isError && <Notice tone="bad">{attempt.error.message}</Notice>}</div>
        <Button type="submit" look="primary" busy={attempt.isPending && words.session.creating}>
          {words.session.create}
        </Button>
      </form>
    </OneCard>
  );
}

function problemsOf({ token, email, password }: Values): Partial<Values> {
  return {
    ...(token.trim() === '' ? { token: words.session.tokenMissing } : {}),
    ...(/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email.trim()) ? {} : { email: words.session.emailInvalid }),
    ...(password.length < 8 ? { password: words.session.passwordShort } : {}),
  };
}
