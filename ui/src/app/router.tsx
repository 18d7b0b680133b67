import { createBrowserHistory, createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { isDesktop } from "@platform/shell";
import { Loading } from "@shared/ui";
import { NotFoundPage, RouteFailure } from "./RouteStates";
import { Shell } from "./Shell";

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });
/** A parameter of the address as text; the router reads digits as a number. */
const text = (value: unknown): string | undefined =>
  (typeof value === "string" || typeof value === "number") && value !== "" ? String(value) : undefined;

const today = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  component: lazyRouteComponent(() => import("@features/visits/routes/TodayPage"), "TodayPage"),
});
const patients = createRoute({
  getParentRoute: () => rootRoute,
  path: "/patients",
  validateSearch: (search): { new?: string | undefined } => ({ new: text(search["new"]) }),
  component: lazyRouteComponent(() => import("@features/patients/routes/PatientsPage"), "PatientsPage"),
});
const chart = createRoute({
  getParentRoute: () => rootRoute,
  path: "/patients/$patientId",
  component: lazyRouteComponent(() => import("@features/patients/routes/ChartPage"), "ChartPage"),
});
const owner = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owners/$ownerId",
  component: lazyRouteComponent(() => import("@features/patients/routes/OwnerPage"), "OwnerPage"),
});
const visit = createRoute({
  getParentRoute: () => rootRoute,
  path: "/visits/$visitId",
  component: lazyRouteComponent(() => import("@features/visits/routes/VisitPage"), "VisitPage"),
});
const importing = createRoute({
  getParentRoute: () => rootRoute,
  path: "/import",
  component: lazyRouteComponent(() => import("@features/documents/routes/ImportPage"), "ImportPage"),
});
const users = createRoute({
  getParentRoute: () => rootRoute,
  path: "/admin",
  component: lazyRouteComponent(() => import("@features/access/routes/UsersPage"), "UsersPage"),
});
const audit = createRoute({
  getParentRoute: () => rootRoute,
  path: "/admin/audit",
  component: lazyRouteComponent(() => import("@features/audit/routes/AuditPage"), "AuditPage"),
});
const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("@features/settings/routes/SettingsPage"), "SettingsPage"),
});

const models = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings/models",
  component: lazyRouteComponent(() => import("@features/models/routes/ModelsPage"), "ModelsPage"),
});

const ask = createRoute({
  getParentRoute: () => rootRoute,
  path: "/ask",
  component: lazyRouteComponent(() => import("@features/models/routes/AskPage"), "AskPage"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([today, patients, chart, owner, visit, importing, users, audit, settings, models, ask]),
  // The desktop app has no server that would answer a path of ours.
  history: isDesktop ? createHashHistory() : createBrowserHistory(),
  defaultPreload: "intent",
  defaultPendingComponent: Loading,
  defaultErrorComponent: RouteFailure,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
