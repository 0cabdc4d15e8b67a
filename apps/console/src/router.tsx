import type { QueryClient } from '@tanstack/react-query';
import {
  Outlet,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { isSignedOut } from './api/api-error';
import { sessionQuery } from './api/session';
import { OverviewPage } from './features/overview/overview-page';
import { SignInPage } from './features/session/sign-in-page';
import { Crashed, NotFound } from './shell/dead-ends';
import { textSearch } from './shell/text-search';
import { Shell } from './shell/shell';
import { Announcer } from './ui/announcer';
import { Toasts } from './ui/toasts';

interface Context {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: () => (
    <>
      <Outlet />
      <Toasts />
      <Announcer />
    </>
  ),
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: ({ back }: Record<string, unknown>): { back?: string } => (isOwnPath(back) ? { back } : {}),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./features/session/setup-page'), 'SetupPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.query({ ...sessionQuery, staleTime: 'static' });
    } catch (error) {
      if (isSignedOut(error))
        // A redirect is thrown by the router's own contract.
        // eslint-disable-next-line @typescript-eslint/only-throw-error
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { back: location.href } });
      throw error;
    }
  },
});

const overview = createRoute({ getParentRoute: () => signedIn, path: '/', component: OverviewPage });

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('./features/account/account-page'), 'AccountPage'),
});

const programs = createRoute({
  getParentRoute: () => signedIn,
  path: '/programs',
  component: lazyRouteComponent(() => import('./features/programs/programs-page'), 'ProgramsPage'),
});

const integrations = createRoute({
  getParentRoute: () => signedIn,
  path: '/integrations',
  validateSearch: textSearch('q'),
  component: lazyRouteComponent(() => import('./features/integrations/integrations-page'), 'IntegrationsPage'),
});

const connect = createRoute({
  getParentRoute: () => signedIn,
  path: '/integrations/halo-psa',
  component: lazyRouteComponent(() => import('./features/connect/connect-page'), 'ConnectPage'),
});

const connection = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id',
  component: lazyRouteComponent(() => import('./features/connection/overview-page'), 'ConnectionOverviewPage'),
});

const webhook = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/webhook',
  // `?new=1`: right after Save And Sync.
  validateSearch: ({ new: isNew }: Record<string, unknown>): { new?: true } =>
    isNew === undefined ? {} : { new: true },
  component: lazyRouteComponent(() => import('./features/webhook/webhook-page'), 'WebhookPage'),
});

const tree = root.addChildren([
  signIn,
  setup,
  signedIn.addChildren([overview, integrations, connect, connection, webhook, account, programs]),
]);

/** Every address of the console. What a page shows is in its address: filters, tabs, open rows. */
export function consoleRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: Crashed,
    defaultNotFoundComponent: NotFound,
  });
}

/** Back after signing in: never to another site. */
function isOwnPath(path: unknown): path is string {
  return typeof path === 'string' && /^\/(?![/\\])/.test(path);
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof consoleRouter>;
  }
}
