import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import {
  deadLettersSearch,
  messagesSearch,
  reviewsSearch,
  runsSearch,
  templateSearch,
  unmatchedSearch,
} from './search.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });
const under = { getParentRoute: () => root };

const phone = createRoute({
  ...under,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/phone/phone-page.tsx'), 'PhonePage'),
});
const people = createRoute({
  ...under,
  path: '/people',
  component: lazyRouteComponent(() => import('../pages/people/people-page.tsx'), 'PeoplePage'),
});
const person = createRoute({
  ...under,
  path: '/people/$id',
  component: lazyRouteComponent(() => import('../pages/people/person-page.tsx'), 'PersonPage'),
});
const erasure = createRoute({
  ...under,
  path: '/people/$id/erasure',
  component: lazyRouteComponent(() => import('../pages/people/erasure-page.tsx'), 'ErasurePage'),
});
const reviews = createRoute({
  ...under,
  path: '/reviews',
  validateSearch: reviewsSearch,
  component: lazyRouteComponent(() => import('../pages/reviews/reviews-page.tsx'), 'ReviewsPage'),
});
const policy = createRoute({
  ...under,
  path: '/policy',
  component: lazyRouteComponent(() => import('../pages/policy/policy-page.tsx'), 'PolicyPage'),
});
const journeys = createRoute({
  ...under,
  path: '/journeys',
  component: lazyRouteComponent(() => import('../pages/journeys/journeys-page.tsx'), 'JourneysPage'),
});
const journey = createRoute({
  ...under,
  path: '/journeys/$id',
  component: lazyRouteComponent(() => import('../pages/journeys/journey-page.tsx'), 'JourneyPage'),
});
const templates = createRoute({
  ...under,
  path: '/templates',
  component: lazyRouteComponent(() => import('../pages/templates/templates-page.tsx'), 'TemplatesPage'),
});
const template = createRoute({
  ...under,
  path: '/templates/$id',
  validateSearch: templateSearch,
  component: lazyRouteComponent(() => import('../pages/templates/template-page.tsx'), 'TemplatePage'),
});
const senders = createRoute({
  ...under,
  path: '/senders',
  component: lazyRouteComponent(() => import('../pages/senders/senders-page.tsx'), 'SendersPage'),
});
const unmatched = createRoute({
  ...under,
  path: '/unmatched',
  validateSearch: unmatchedSearch,
  component: lazyRouteComponent(() => import('../pages/unmatched/unmatched-page.tsx'), 'UnmatchedPage'),
});
const runs = createRoute({
  ...under,
  path: '/runs',
  validateSearch: runsSearch,
  component: lazyRouteComponent(() => import('../pages/runs/runs-page.tsx'), 'RunsPage'),
});
const run = createRoute({
  ...under,
  path: '/runs/$id',
  component: lazyRouteComponent(() => import('../pages/runs/run-page.tsx'), 'RunPage'),
});
const messages = createRoute({
  ...under,
  path: '/messages',
  validateSearch: messagesSearch,
  component: lazyRouteComponent(() => import('../pages/messages/messages-page.tsx'), 'MessagesPage'),
});
const message = createRoute({
  ...under,
  path: '/messages/$id',
  component: lazyRouteComponent(() => import('../pages/messages/message-page.tsx'), 'MessagePage'),
});
const deadLetters = createRoute({
  ...under,
  path: '/dead-letters',
  validateSearch: deadLettersSearch,
  component: lazyRouteComponent(
    () => import('../pages/dead-letters/dead-letters-page.tsx'),
    'DeadLettersPage',
  ),
});
const deadLetter = createRoute({
  ...under,
  path: '/dead-letters/$id',
  component: lazyRouteComponent(() => import('../pages/dead-letters/dead-letter-page.tsx'), 'DeadLetterPage'),
});
const health = createRoute({
  ...under,
  path: '/health',
  component: lazyRouteComponent(() => import('../pages/health/health-page.tsx'), 'HealthPage'),
});

/** Every page and its address. Each page is fetched when it is first opened. */
export const router = createRouter({
  routeTree: root.addChildren([
    phone,
    people,
    person,
    erasure,
    reviews,
    policy,
    journeys,
    journey,
    templates,
    template,
    senders,
    unmatched,
    runs,
    run,
    messages,
    message,
    deadLetters,
    deadLetter,
    health,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
