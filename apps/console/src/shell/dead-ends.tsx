import { ApiError } from '../api/api-error';
import { Button, ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ProblemNotice } from '../ui/problem-notice';
import { words } from '../words/words';
import { Page } from './page';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <Page title={words.shell.notFoundTitle}>
      <EmptyState title={words.shell.notFound} action={<ButtonLink to="/">{words.shell.toOverview}</ButtonLink>} />
    </Page>
  );
}

/** A page that could not be drawn, or whose session could not be asked for. */
export function Crashed({ error }: { error: unknown }) {
  if (error instanceof ApiError) return <ProblemNotice error={error} onRetry={() => location.reload()} />;
  return (
    <Page title={words.errors.title}>
      <EmptyState
        title={words.errors.crashed}
        action={<Button onClick={() => location.reload()}>{words.errors.reload}</Button>}
      />
    </Page>
  );
}
