/** Who drafted the parts of a note and who took them into it, in words. */
import type { Section, TakenFrom } from "@api/bindings";
import { drafterName, formatMoment } from "@shared/format";
import { translate } from "@shared/i18n";
import { SECTIONS } from "./lines";

/** `note` stands once for all of it; `parts` are empty then. */
export type Sources = { note: string[]; parts: Record<Section, string[]> };

function words({ provenance, acceptance }: TakenFrom): string {
  const { provider, model, prompt_version, drafted_at } = provenance;
  return translate("note.taken_from", {
    provider: drafterName(provider),
    model: [model, prompt_version].filter(Boolean).join(", "),
    at: formatMoment(drafted_at),
    name: acceptance.accepted_by_name,
    accepted: formatMoment(acceptance.accepted_at),
  });
}

/** The same words under each part say nothing more than once above all of them; a part that somebody wrote has other ones: none. */
export function sourcesOf(takenFrom: readonly TakenFrom[], isWritten: (section: Section) => boolean): Sources {
  const of = (section: Section) => takenFrom.filter((taken) => taken.acceptance.section === section).map(words);
  const parts = Object.fromEntries(SECTIONS.map((section) => [section, of(section)])) as Sources["parts"];
  const [first = [], ...others] = SECTIONS.filter((section) => isWritten(section) || parts[section].length > 0).map((section) => parts[section]);
  if (others.length === 0 || others.some((other) => other.join("\n") !== first.join("\n"))) return { note: [], parts };
  return { note: first, parts: { subjective: [], objective: [], assessment: [], plan: [] } };
}
