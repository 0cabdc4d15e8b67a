import { useState } from 'react';
import { words } from '../../words/words';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { areSwapped } from './check-values';
import { readPaste } from './read-paste';
import type { ConnectForm } from './use-connect-form';
import type { FieldName, Values } from './values';
import { isGuid, isHosted } from './values';

interface ConnectFieldProps {
  readonly name: FieldName;
  readonly form: ConnectForm;
  /** Several values came at once. */
  readonly onPaste: (found: Partial<Values>) => void;
}

/** One of the five, with what it is called in Halo, what was put right and what is wrong. */
export function ConnectField({ name, form, onPaste }: ConnectFieldProps) {
  const { label, help, placeholder } = words.connect.fields[name];
  const [isShown, setShown] = useState(false);
  const isSecret = name === 'clientSecret';
  return (
    <Field
      label={label}
      help={help}
      name={name}
      placeholder={placeholder}
      value={form.values[name]}
      mono
      type={isSecret && !isShown ? 'password' : 'text'}
      autoComplete={isSecret ? 'new-password' : 'off'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      disabled={name === 'tenant' && form.hasNoTenant}
      ref={(input) => {
        form.inputs.current[name] = input;
      }}
      onChange={(event) => form.change({ [name]: event.target.value })}
      onBlur={() => form.leave(name)}
      onPaste={(event) => {
        const found = readPaste(event.clipboardData.getData('text'));
        if (Object.keys(found).length === 0) return;
        event.preventDefault();
        onPaste(found);
      }}
      error={<Wrong name={name} form={form} />}
      {...(hasProblem(name, form) ? {} : { error: null })}
      note={<Note name={name} form={form} />}
      aside={name === 'tenant' && !isHosted(form.values.authUrl) && <NoTenant form={form} />}
      trailing={
        isSecret && (
          <Button
            look="quiet"
            aria-label={isShown ? words.connect.hideSecret : words.connect.showSecret}
            onClick={() => setShown(!isShown)}
          >
            {isShown ? words.connect.hide : words.connect.show}
          </Button>
        )
      }
    />
  );
}

const hasProblem = (name: FieldName, { problems, refusals }: ConnectForm): boolean =>
  problems[name] !== undefined || refusals.some(({ field }) => field === name);

function Wrong({ name, form }: { name: FieldName; form: ConnectForm }) {
  const problem = form.problems[name];
  const { authUrl, resourceUrl } = form.values;
  return (
    <>
      {problem}
      {problem === words.connect.swapped && areSwapped(form.values) && (
        <Button look="quiet" small onClick={() => form.change({ authUrl: resourceUrl, resourceUrl: authUrl })}>
          {words.connect.swap}
        </Button>
      )}
      {form.refusals
        .filter(({ field }) => field === name)
        .map(({ code, message, hint }) => (
          <span key={code}>
            <strong>{words.connect.titles[code] ?? code}.</strong> {message} {hint}
          </span>
        ))}
    </>
  );
}

function Note({ name, form }: { name: FieldName; form: ConnectForm }) {
  const typed = form.changes[name];
  if (typed !== undefined)
    return (
      <>
        {words.connect.changedTo(form.values[name])}
        <Button look="quiet" small onClick={() => form.change({ [name]: typed })}>
          {words.connect.undo}
        </Button>
      </>
    );
  const { clientId } = form.values;
  return name === 'clientId' && clientId.length > 8 && !isGuid(clientId) ? <>{words.connect.notAGuid}</> : null;
}

function NoTenant({ form }: { form: ConnectForm }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={form.hasNoTenant}
        onChange={(event) => {
          form.setNoTenant(event.target.checked);
          form.change({ tenant: '' });
        }}
      />{' '}
      {words.connect.noTenant}
    </label>
  );
}
