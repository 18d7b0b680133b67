import { afterEach, describe, expect, it } from "vitest";
import type { FailureType, Rule } from "@api/bindings";
import { describe as describeFailure, fieldError, inWords, ruleWords } from "./failures";
import { activate, translate } from "./i18n";

const TYPES = ["Validation", "Unauthenticated", "Forbidden", "NotFound", "Conflict", "InvalidTransition", "TooLarge", "TooManyRequests", "Timeout", "Cancelled", "Unavailable", "StorageFull", "Internal"] as const satisfies FailureType[];
const RULES = ["required", "malformed", "too_long", "too_short", "out_of_range", "in_future", "too_common", "inconsistent", "unknown_field", "expired", "wrong", "undecided"] as const satisfies Rule[];

describe("failures in words", () => {
  afterEach(() => activate("en"));

  it.each(["en", "pl"] as const)("has a title and a hint for every type in %s", async (language) => {
    await activate(language);
    for (const type of TYPES) {
      const { title, hint } = inWords({ type, message: "RAW-TEXT", reference: "r" });
      expect(title).not.toContain("failure.");
      expect(hint).not.toContain("failure.");
      expect(title + hint).not.toMatch(/RAW-TEXT|Error:/);
    }
    for (const rule of RULES) expect(translate(ruleWords(rule))).not.toContain("rule.");
  });

  it("puts a validation to its field", () => {
    const failure = { type: "Validation", message: "", reference: "", field: "given_name", rule: "required" } as const;
    expect(describeFailure(failure.type).severity).toBe("field");
    expect(fieldError(failure, "given_name")).toBe("Please fill this in.");
    expect(fieldError(failure, "family_name")).toBeNull();
  });

  it("says when to come back", () => {
    expect(inWords({ type: "TooManyRequests", message: "", reference: "", retry_after_seconds: 7 }).hint).toContain("7 seconds");
  });
});
