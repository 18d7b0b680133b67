import { describe, expect, it } from "vitest";
import type { Visit } from "@api/bindings";
import { nextVisit } from "./next";

function visit(hour: number): Visit {
  const at = `2026-11-20T${String(hour).padStart(2, "0")}:00:00Z`;
  return { visit_id: `at ${hour}`, patient_id: "p", patient_name: "Nowak Anna", clinician_id: "c", clinician_name: "Dr Lis", status: "draft", reason: "", started_at: at, finalized_at: null, allowed: [], version: 1, created_at: at, updated_at: at };
}

describe("VIS-2 the next open visit of a day", () => {
  const cases: [string, number[], number, string | undefined][] = [
    ["begins after this one, though lists begin with the latest", [12, 11, 9], 10, "at 11"],
    ["is the first that was left open when none comes after", [9, 8], 10, "at 8"],
    ["is never the same", [10], 10, undefined],
    ["is none when all are signed", [], 10, undefined],
  ];
  it.each(cases)("%s", (_name, hours, now, wanted) => {
    expect(nextVisit(hours.map(visit), visit(now))?.visit_id).toBe(wanted);
  });
});
