import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ApiError } from '../../api/api-error';
import { connectionQuery, connectionsQuery } from '../../api/connections';
import type { FieldError } from '../../api/types';
import type { Problems } from './check-values';
import { checkField, checkValues } from './check-values';
import { newPressId, saveAndSync, testValues } from './connect-api';
import type { FieldName, Values } from './values';
import { fieldNames, noValues, putRight } from './values';

/** Everything that the form knows and can do. What was typed stays whatever happens. */
export function useConnectForm() {
  const [values, setValues] = useState(noValues);
  const [hasNoTenant, setNoTenant] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  const [refusals, setRefusals] = useState<readonly FieldError[]>([]);
  const [changes, setChanges] = useState<Partial<Readonly<Record<FieldName, string>>>>({});
  const pressId = useRef(newPressId());
  const inputs = useRef<Partial<Record<FieldName, HTMLInputElement | null>>>({});
  const queries = useQueryClient();
  const navigate = useNavigate();

  const onError = (error: Error): void => {
    const errors = error instanceof ApiError ? error.errors : [];
    setRefusals(errors);
    focusFirst(errors.map(({ field }) => field));
  };
  const save = useMutation({
    mutationFn: () => saveAndSync(values, pressId.current),
    onError,
    onSuccess: async (connection) => {
      queries.setQueryData(connectionQuery(connection.id).queryKey, connection);
      void queries.invalidateQueries(connectionsQuery);
      await navigate({ to: '/connections/$id/webhook', params: { id: connection.id }, search: { new: true } });
    },
  });
  const test = useMutation({ mutationFn: () => testValues(values), onError });

  function focusFirst(fields: readonly string[]): void {
    const first = fieldNames.find((name) => fields.includes(name));
    if (first !== undefined) inputs.current[first]?.focus();
  }

  function change(next: Partial<Values>): void {
    setValues((held) => ({ ...held, ...next }));
    const changed = Object.keys(next);
    setProblems((held) => without(held, changed));
    setChanges((held) => without(held, changed));
    setRefusals((held) => held.filter(({ field }) => !changed.includes(field) && field !== 'connection'));
    test.reset();
    pressId.current = newPressId();
  }

  /** On leaving a field: put right what is plain, tell what is wrong. An untouched field is not blamed. */
  function leave(name: FieldName): void {
    const typed = values[name];
    if (typed === '') return;
    const value = putRight(name, typed);
    const next = { ...values, [name]: value };
    if (value !== typed) change({ [name]: value });
    if (value !== typed.trim()) setChanges((held) => ({ ...held, [name]: typed }));
    const problem = checkField(name, next, hasNoTenant);
    if (problem !== null) setProblems((held) => ({ ...held, [name]: problem }));
  }

  function press(what: 'save' | 'test'): void {
    const found = checkValues(values, hasNoTenant);
    setProblems(found);
    setRefusals([]);
    if (Object.keys(found).length > 0) focusFirst(Object.keys(found));
    else (what === 'save' ? save : test).mutate();
  }

  return { values, hasNoTenant, setNoTenant, problems, refusals, changes, inputs, save, test, change, leave, press };
}

export type ConnectForm = ReturnType<typeof useConnectForm>;

function without<Held extends object>(held: Held, names: readonly string[]): Held {
  return Object.fromEntries(Object.entries(held).filter(([name]) => !names.includes(name))) as Held; // fewer of the same
}
