import type { Flag } from "@api/bindings";
import { translate, type MessageId } from "@shared/i18n";

const POLARITY: Record<string, MessageId> = { yes: "flag.affirmed", no: "flag.denied", unclear: "flag.unclear" };
const polarity = (word: string) => (POLARITY[word] ? translate(POLARITY[word]) : word);

/** What differs between a sentence and the talk, in words. */
export function flagWords({ check, found, expected }: Flag): string {
  if (check === "evidence") return translate("flag.no_evidence");
  if (expected === "") return translate("flag.unheard", { found });
  // `fever: no` stands for a finding and what is said of it.
  const [finding, own] = found.split(/: (?=(?:yes|no)$)/);
  if (check === "negation" && finding && own) return translate("flag.reversed", { finding, here: polarity(own), there: polarity(expected) });
  // Every place is listed where something like it was said; once is enough to read.
  return translate("flag.differs", { found, expected: [...new Set(expected.split(", "))].join(", ") });
}
