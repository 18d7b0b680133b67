/** What the screens say, from the catalogues that they are built with: a test in two languages is written once. */
import type { Language } from "../src/api/bindings";
import type { MessageId } from "../src/shared/i18n";
import { messages as en } from "../src/shared/i18n/en";
import { messages as pl } from "../src/shared/i18n/pl";

/** A message without placeholders. */
export function words(language: Language, id: MessageId): string {
  const parts = { en, pl }[language][id];
  const [text] = Array.isArray(parts) && parts.length === 1 ? parts : [];
  if (typeof text !== "string") throw new Error(`${id} is no message without placeholders.`);
  return text;
}
