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

const data = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/data/$entity',
  validateSearch: textSearch('q', 'status', 'changedSince', 'includeDeleted'),
  component: lazyRouteComponent(() => import('./features/data/data-page'), 'DataPage'),
});

const record = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/data/$entity/$haloId',
  validateSearch: textSearch('tab'),
  component: lazyRouteComponent(() => import('./features/data/record-page'), 'RecordPage'),
});

const deliveries = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/deliveries',
  validateSearch: textSearch('q', 'entity', 'event', 'status', 'haloId', 'from', 'to'),
  component: lazyRouteComponent(() => import('./features/deliveries/deliveries-page'), 'DeliveriesPage'),
});

const delivery = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/deliveries/$deliveryId',
  component: lazyRouteComponent(() => import('./features/deliveries/delivery-page'), 'DeliveryPage'),
});

const runs = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/runs',
  component: lazyRouteComponent(() => import('./features/runs/runs-page'), 'RunsPage'),
});

const run = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/runs/$runId',
  component: lazyRouteComponent(() => import('./features/runs/run-page'), 'RunPage'),
});

const calls = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/calls',
  validateSearch: textSearch('lane', 'status', 'entity', 'from', 'to'),
  component: lazyRouteComponent(() => import('./features/calls/calls-page'), 'CallsPage'),
});

const deadLetters = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/dead-letters',
  component: lazyRouteComponent(() => import('./features/dead-letters/dead-letters-page'), 'DeadLettersPage'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$id/settings',
  component: lazyRouteComponent(() => import('./features/settings/settings-page'), 'SettingsPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => signedIn,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('./features/api-keys/api-keys-page'), 'ApiKeysPage'),
});

const tree = root.addChildren([
  signIn,
  setup,
  signedIn.addChildren([
    overview,
    integrations,
    connect,
    connection,
    webhook,
    data,
    record,
    deliveries,
    delivery,
    runs,
    run,
    calls,
    deadLetters,
    settings,
    apiKeys,
    account,
    programs,
  ]),
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
