/** Every failure in words, with what to do about it. The compiler checks that none is left out. */
import type { FailureType, ImportIssue, JobError, Rule, WireFailure } from "@api/bindings";
import { language, translate, type MessageId } from "./i18n";

export type Severity = "field" | "inline" | "banner" | "page" | "silent";
export type Description = { severity: Severity; title: MessageId; hint: MessageId; retry: boolean };

export function describe(type: FailureType): Description {
  switch (type) {
    case "Validation":
      return { severity: "field", title: "failure.validation", hint: "failure.validation_hint", retry: false };
    case "Unauthenticated":
      return { severity: "page", title: "failure.unauthenticated", hint: "failure.unauthenticated_hint", retry: false };
    case "Forbidden":
      return { severity: "page", title: "failure.forbidden", hint: "failure.forbidden_hint", retry: false };
    case "NotFound":
      return { severity: "page", title: "failure.not_found", hint: "failure.not_found_hint", retry: false };
    case "Conflict":
      return { severity: "inline", title: "failure.conflict", hint: "failure.conflict_hint", retry: false };
    case "InvalidTransition":
      return { severity: "inline", title: "failure.transition", hint: "failure.transition_hint", retry: false };
    case "TooLarge":
      return { severity: "inline", title: "failure.too_large", hint: "failure.too_large_hint", retry: false };
    case "TooManyRequests":
      return { severity: "inline", title: "failure.too_many", hint: "failure.too_many_hint", retry: true };
    case "Timeout":
      return { severity: "inline", title: "failure.timeout", hint: "failure.timeout_hint", retry: true };
    case "Cancelled":
      return { severity: "silent", title: "failure.cancelled", hint: "failure.cancelled_hint", retry: true };
    case "Unavailable":
      return { severity: "banner", title: "failure.unavailable", hint: "failure.unavailable_hint", retry: true };
    case "StorageFull":
      return { severity: "banner", title: "failure.storage_full", hint: "failure.storage_full_hint", retry: true };
    case "Internal":
      return { severity: "inline", title: "failure.internal", hint: "failure.internal_hint", retry: true };
    default:
      return type satisfies never;
  }
}

export function ruleWords(rule: Rule): MessageId {
  switch (rule) {
    case "required":
      return "rule.required";
    case "malformed":
      return "rule.malformed";
    case "too_long":
      return "rule.too_long";
    case "too_short":
      return "rule.too_short";
    case "out_of_range":
      return "rule.out_of_range";
    case "in_future":
      return "rule.in_future";
    case "too_common":
      return "rule.too_common";
    case "inconsistent":
      return "rule.inconsistent";
    case "unknown_field":
      return "rule.unknown_field";
    case "expired":
      return "rule.expired";
    case "wrong":
      return "rule.wrong";
    case "undecided":
      return "rule.undecided";
    case "unsupported":
      return "rule.unsupported";
    case "empty":
      return "rule.empty";
    case "damaged":
      return "rule.damaged";
    default:
      return rule satisfies never;
  }
}

/** Title and hint of a failure in the reader's language. */
export function inWords(failure: WireFailure): { title: string; hint: string } {
  const words = describe(failure.type);
  if (failure.type === "TooManyRequests")
    return {
      title: translate(words.title),
      hint: translate("failure.too_many_hint", { seconds: failure.retry_after_seconds ?? 60 }),
    };
  if (failure.type === "Validation" && failure.rule)
    return { title: translate(words.title), hint: translate(ruleWords(failure.rule)) };
  if (failure.type === "Conflict" && failure.existing)
    return { title: translate("failure.taken"), hint: translate("failure.taken_hint") };
  return { title: translate(words.title), hint: translate(words.hint) };
}

/** The words for one field of a form, when the failure is about it. */
export function fieldError(failure: WireFailure | null | undefined, field: string): string | null {
  if (!failure || failure.field !== field) return null;
  if (failure.type === "Validation" && failure.rule) return translate(ruleWords(failure.rule));
  if (failure.type === "Conflict" && failure.existing) return translate("failure.taken_hint");
  return null;
}

/** Why a job failed. What hints say of an operation, such as that nothing was changed, is not true of every job. */
export function jobErrorInWords({ type, rule, engines, reference }: JobError): string {
  if (engines?.length === 0) return translate("job.error.no_engine");
  if (engines) return translate("job.error.engines", { reasons: engines.map(({ name, problem }) => `${name}: ${translate(`speech.problem.${problem}`)}`).join(" ") });
  if (rule) return translate(rule === "required" ? "job.error.required" : ruleWords(rule));
  if (type === "Unavailable") return translate("job.error.unavailable");
  if (type === "NotFound") return translate("job.error.not_found");
  const title = `${translate(describe(type).title)}.`;
  return type === "Internal" && reference ? `${title} ${translate("failure.reference", { reference })}.` : title;
}

/** What is wrong with a part of a file. The report is written in English and says more than the rule; other languages have words for the rule. */
export function issueInWords({ rule, problem }: ImportIssue): string {
  return rule && language() !== "en" ? translate(ruleWords(rule)) : problem;
}
