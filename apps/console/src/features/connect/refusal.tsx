import { ApiError } from '../../api/api-error';
import { words } from '../../words/words';
import { Notice } from '../../ui/notice';
import { ProblemNotice } from '../../ui/problem-notice';
import type { ConnectForm } from './use-connect-form';
import type { FieldName } from './values';
import { fieldNames } from './values';

const isField = (field: string): field is FieldName => (fieldNames as readonly string[]).includes(field);

/** Why nothing was saved, above the form: each line leads to its field. */
export function Refusal({ form }: { form: ConnectForm }) {
  const { refusals, inputs, save, test } = form;
  const error = save.error ?? test.error;
  if (refusals.length === 0) {
    const isNews = error !== null && !(error instanceof ApiError && error.errors.length > 0);
    return isNews ? <ProblemNotice error={error} /> : null;
  }
  return (
    <div role="alert">
      <Notice tone="bad" title={words.connect.refused(refusals.length)}>
        <ul>
          {refusals.map(({ field, code, message, hint }) => (
            <li key={field + code}>
              {isField(field) ? (
                <a
                  href={`#${field}`}
                  onClick={(event) => {
                    event.preventDefault();
                    inputs.current[field]?.focus();
                  }}
                >
                  {words.connect.fields[field].label}: {words.connect.titles[code] ?? message}
                </a>
              ) : (
                <>
                  <strong>{words.connect.titles[code] ?? code}.</strong> {message} {hint}
                </>
              )}
            </li>
          ))}
        </ul>
        <p>{words.connect.nothingSaved}</p>
      </Notice>
    </div>
  );
}
