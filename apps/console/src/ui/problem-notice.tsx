import { ApiError } from '../api/api-error';
import { words } from '../words/words';
import { Button } from './button';
import { Notice } from './notice';

/** What a call's failure was, with the way to try again; the trace id for whoever looks into it. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const isAnswer = error instanceof ApiError;
  const traceId = isAnswer ? error.problem.traceId : undefined;
  return (
    <div role="alert">
      <Notice
        tone="bad"
        title={isAnswer ? error.problem.title : words.errors.title}
        action={
          onRetry && (
            <Button small onClick={onRetry}>
              {words.shell.retry}
            </Button>
          )
        }
      >
        <p>{isAnswer ? error.problem.detail : words.errors.crashed}</p>
        {isAnswer &&
          error.errors.map(({ field, message, hint }) => <p key={field + message}>{`${message} ${hint}`}</p>)}
        {traceId !== undefined && (
          <details>
            <summary>{words.shell.details}</summary>
            {words.shell.traceId} <code>{traceId}</code>
          </details>
        )}
      </Notice>
    </div>
  );
}
