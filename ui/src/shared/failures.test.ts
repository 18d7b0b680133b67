import { afterEach, describe, expect, it } from "vitest";
import type { FailureType, JobError, Rule } from "@api/bindings";
import { describe as describeFailure, fieldError, inWords, issueInWords, jobErrorInWords, ruleWords } from "./failures";
import { activate, translate } from "./i18n";

const TYPES = ["Validation", "Unauthenticated", "Forbidden", "NotFound", "Conflict", "InvalidTransition", "TooLarge", "TooManyRequests", "Timeout", "Cancelled", "Unavailable", "StorageFull", "Internal"] as const satisfies FailureType[];
const RULES = ["required", "malformed", "too_long", "too_short", "out_of_range", "in_future", "too_common", "inconsistent", "unknown_field", "expired", "wrong", "undecided", "unsupported", "empty", "damaged"] as const satisfies Rule[];

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

describe("why a job failed, in words", () => {
  afterEach(() => activate("en"));
  const error = (more: Partial<JobError>): JobError => ({ type: "Internal", rule: null, engines: null, message: "RAW-TEXT", reference: "", ...more });

  it.each(["en", "pl"] as const)("never shows the stored sentence in %s, nor says that nothing was changed", async (language) => {
    await activate(language);
    const untrue = translate("failure.internal_hint").split(".")[0] ?? "";
    const errors = [...TYPES.map((type) => error({ type })), ...RULES.map((rule) => error({ type: "Validation", rule })), error({ engines: [] }), error({ engines: [{ name: "Echo", problem: "late" }] })];
    for (const one of errors) {
      const words = jobErrorInWords(one);
      expect(words).toMatch(/\.$/);
      expect(words).not.toMatch(/RAW-TEXT|failure\.|rule\.|job\.|speech\./);
      expect(words).not.toContain(untrue);
    }
  });

  it("names each speech engine and what was wrong with it", async () => {
    const engines = [
      { name: "Absent", problem: "missing" },
      { name: "Far", problem: "unreachable" },
    ] as const;
    const unheard = error({ type: "Unavailable", engines: [...engines] });
    expect(jobErrorInWords(unheard)).toContain("Absent: It is not installed or cannot be started. Far: Nobody answers at its address.");
    await activate("pl");
    expect(jobErrorInWords(unheard)).toContain("Absent: Nie jest zainstalowany lub nie da się go uruchomić. Far: Pod podanym adresem nikt nie odpowiada.");
    expect(jobErrorInWords(error({ engines: [] }))).toContain("Nie skonfigurowano żadnego silnika mowy.");
  });

  it("gives the reference of a fault, which old jobs have not", () => {
    expect(jobErrorInWords(error({ reference: "4711" }))).toBe("Something went wrong on our side. Reference 4711.");
    expect(jobErrorInWords(error({}))).toBe("Something went wrong on our side.");
  });

  it("says what is wrong with a part of a file", async () => {
    const issue = { line: 3, field: null, rule: "damaged", problem: "This sound file is damaged." } as const;
    expect(issueInWords(issue)).toBe("This sound file is damaged.");
    await activate("pl");
    expect(issueInWords(issue)).toBe("Dane są uszkodzone lub niepełne.");
    expect(issueInWords({ ...issue, rule: null })).toBe("This sound file is damaged.");
  });
});
