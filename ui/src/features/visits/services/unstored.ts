/** What was written and never stored, of visits that take no more words: nobody's words go without being shown. */
import type { NoteSection, Section, Sentence } from "@api/bindings";
import { SECTIONS, toInput } from "./lines";
import { entryName, type Journal, type NoteStore } from "./noteStore";

/** Notes of visits that were left with something unsaved, by visit: each is tried until the server has it or refuses it for good, or until it is written on. */
export const left = new Map<string, NoteStore>();

export type Unstored = { section: Section; lines: Sentence[] };

const words = (lines: readonly Sentence[]): string[] => toInput(lines).map((line) => line.text);

/** The parts of a visit whose words differ from what is stored. From memory where this window wrote them, else from the journal. */
export async function unstored(visitId: string, name: string, stored: readonly NoteSection[], journal: Pick<Journal, "read">): Promise<Unstored[]> {
  const found: Unstored[] = [];
  for (const section of SECTIONS) {
    const part = left.get(visitId)?.get()[section];
    const lines = part?.dirty ? part.lines : (await journal.read<{ lines: Sentence[] }>(entryName(name, section)))?.lines;
    const theirs = stored.find((one) => one.section === section)?.sentences ?? [];
    if (lines && words(lines).join("\n") !== words(theirs).join("\n")) found.push({ section, lines });
  }
  return found;
}

/** The sentences that the stored note does not have, for an amendment. */
export function missing(parts: readonly Unstored[], stored: readonly NoteSection[]): string {
  const known = new Set(stored.flatMap((section) => words(section.sentences)));
  return parts.flatMap((part) => words(part.lines)).filter((text) => !known.has(text)).join("\n");
}

/** Forgets them for good. */
export async function forget(visitId: string, name: string, journal: Pick<Journal, "remove">): Promise<void> {
  left.get(visitId)?.close();
  left.delete(visitId);
  for (const section of SECTIONS) await journal.remove(entryName(name, section));
}
