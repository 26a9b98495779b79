import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { meQuery } from './api/queries.ts';
import { safePath } from './routes/sign-in/safe-path.ts';
import { Entrance } from './shell/Entrance.tsx';
import { ErrorScreen } from './shell/ErrorScreen.tsx';
import { NotFoundScreen } from './shell/NotFoundScreen.tsx';
import { PendingScreen } from './shell/PendingScreen.tsx';
import { Shell } from './shell/Shell.tsx';
import { StrayAddress, StrayError } from './shell/Stray.tsx';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: StrayAddress,
  errorComponent: StrayError,
});

/** Screens for whoever is not signed in: one card on the desk. */
const entrance = createRoute({ getParentRoute: () => rootRoute, id: 'entrance', component: Entrance });

/** Screens for people who are signed in, in the shell; everybody else is sent to the door first. */
const inside = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    if (!me.signedIn) throw redirect({ to: '/sign-in', search: { from: location.href }, replace: true });
    if (me.mustSetUpSecondFactor && location.pathname !== '/account')
      throw redirect({ to: '/account', search: { from: location.href }, replace: true });
  },
});

const signIn = createRoute({
  getParentRoute: () => entrance,
  path: '/sign-in',
  // `ended`: somebody was signed in here until a moment ago, and did not leave by themselves.
  validateSearch: (search): { from?: string; ended?: 1 } => ({
    from: safePath(search.from),
    ended: search.ended === 1 ? 1 : undefined,
  }),
  component: lazyRouteComponent(() => import('./routes/sign-in/SignInPage.tsx'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => entrance,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./routes/set-up/SetUpPage.tsx'), 'SetUpPage'),
});

const invitation = createRoute({
  getParentRoute: () => entrance,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./routes/invitation/InvitationPage.tsx'), 'InvitationPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => entrance,
  path: '/reset-password',
  component: lazyRouteComponent(
    () => import('./routes/reset-password/ResetPasswordPage.tsx'),
    'ResetPasswordPage',
  ),
});

const reports = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./routes/reports/ReportsPage.tsx'), 'ReportsPage'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  // Where somebody was going who was led here first.
  validateSearch: (search): { from?: string } => ({ from: safePath(search.from) }),
  component: lazyRouteComponent(() => import('./routes/account/AccountPage.tsx'), 'AccountPage'),
});

const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: lazyRouteComponent(() => import('./routes/people/PeoplePage.tsx'), 'PeoplePage'),
});

const newReport = createRoute({
  getParentRoute: () => inside,
  path: '/reports/new',
  component: lazyRouteComponent(() => import('./routes/report-new/NewReportPage.tsx'), 'NewReportPage'),
});

const report = createRoute({
  getParentRoute: () => inside,
  path: '/reports/$reportId',
  // The section that is open for writing.
  validateSearch: (search): { section?: string } => ({
    section: typeof search.section === 'string' ? search.section : undefined,
  }),
  component: lazyRouteComponent(() => import('./routes/report/ReportPage.tsx'), 'ReportPage'),
});

const reportSettings = createRoute({
  getParentRoute: () => inside,
  path: '/reports/$reportId/settings',
  component: lazyRouteComponent(
    () => import('./routes/report-settings/ReportSettingsPage.tsx'),
    'ReportSettingsPage',
  ),
});

const clearance = createRoute({
  getParentRoute: () => inside,
  path: '/reports/$reportId/clearance',
  validateSearch: (search): { projector?: 1 } => ({
    projector: search.projector === 1 || search.projector === true ? 1 : undefined,
  }),
  component: lazyRouteComponent(() => import('./routes/clearance/ClearancePage.tsx'), 'ClearancePage'),
});

const versions = createRoute({
  getParentRoute: () => inside,
  path: '/reports/$reportId/sections/$sectionId/versions',
  // Two versions to compare, each by its id and the later one also `now`; or one to read alone.
  validateSearch: (search): { from?: string; to?: string; only?: string } => ({
    from: word(search.from),
    to: word(search.to),
    only: word(search.only),
  }),
  component: lazyRouteComponent(() => import('./routes/versions/VersionsPage.tsx'), 'VersionsPage'),
});

const publish = createRoute({
  getParentRoute: () => inside,
  path: '/reports/$reportId/publish',
  component: lazyRouteComponent(() => import('./routes/publish/PublishPage.tsx'), 'PublishPage'),
});

const activity = createRoute({
  getParentRoute: () => inside,
  path: '/reports/$reportId/activity',
  // Only what was done in this section, and by this person.
  validateSearch: (search): { section?: string; person?: string } => ({
    section: word(search.section),
    person: word(search.person),
  }),
  component: lazyRouteComponent(() => import('./routes/activity/ActivityPage.tsx'), 'ActivityPage'),
});

const routeTree = rootRoute.addChildren([
  entrance.addChildren([signIn, setUp, invitation, resetPassword]),
  inside.addChildren([
    reports,
    account,
    people,
    newReport,
    report,
    reportSettings,
    clearance,
    versions,
    publish,
    activity,
  ]),
]);

/** The routes of the product, each screen loaded when it is first gone to. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: ErrorScreen,
    defaultNotFoundComponent: NotFoundScreen,
    defaultPendingComponent: PendingScreen,
    defaultPendingMs: 200,
    scrollRestoration: true,
  });
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
