/** A conversation with a model, as the page keeps it. */
import type { ChatMessage, PlannedStep, WireFailure } from "@api/bindings";

export type Exchange = {
  question: string;
  /** As far as it came. */
  answer: string;
  /** Who answers; null before the first words. */
  provider: string | null;
  state: "asking" | "answered" | "stopped" | "failed";
  failure: WireFailure | null;
};

/** What is sent: the conversation so far, and the question. Questions without any answer are left out, since no model expects two in a row. */
export function messagesOf(before: readonly Exchange[], question: string): ChatMessage[] {
  const answered = before.filter((exchange) => exchange.answer.trim() !== "");
  return [
    ...answered.flatMap((exchange): ChatMessage[] => [
      { role: "user", content: exchange.question },
      { role: "assistant", content: exchange.answer },
    ]),
    { role: "user", content: question },
  ];
}

/** Whether somebody may be asked, or would be after a look at what is sent, or else nobody. */
export function askable(steps: readonly PlannedStep[]): "now" | "nobody" | PlannedStep {
  if (steps.some((step) => step.not_asked === null)) return "now";
  return steps.find((step) => step.not_asked === "not_shown") ?? "nobody";
}
