import type { Visit } from "@api/bindings";

/** Who comes next: of the open visits the first that began after this one, or else the first of all. */
export function nextVisit(open: readonly Visit[], after: Visit): Visit | null {
  const others = open.filter((one) => one.visit_id !== after.visit_id).sort((a, b) => a.started_at.localeCompare(b.started_at));
  return others.find((one) => one.started_at > after.started_at) ?? others[0] ?? null;
}
