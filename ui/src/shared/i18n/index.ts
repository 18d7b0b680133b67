/** Words in the reader's language. Catalogs are compiled; the other language is not loaded. */
import { setupI18n } from "@lingui/core";
import { useSyncExternalStore } from "react";
import type { Language } from "@api/bindings";
import type { MessageId } from "./ids";

export type { MessageId };
export type Values = Record<string, string | number>;

const i18n = setupI18n({ missing: (_locale, id) => id });

/** The language of the browser, where it is one of ours. */
export function systemLanguage(): Language {
  const wanted = typeof navigator === "undefined" ? "en" : (navigator.language ?? "en");
  return wanted.toLowerCase().startsWith("pl") ? "pl" : "en";
}

export async function activate(language: Language): Promise<void> {
  const { messages } = language === "pl" ? await import("./pl") : await import("./en");
  i18n.loadAndActivate({ locale: language, messages });
  if (typeof document !== "undefined") document.documentElement.lang = language;
}

export function language(): Language {
  return i18n.locale === "pl" ? "pl" : "en";
}

export function translate(id: MessageId, values?: Values): string {
  return i18n._(id, values);
}

/** Whether there are words for what was put together from something stored. */
export function isMessage(id: string): id is MessageId {
  return id in i18n.messages;
}

function subscribe(listener: () => void): () => void {
  return i18n.on("change", listener);
}

/** Words and formats; a component that uses it follows a change of language. */
export function useI18n(): { t: typeof translate; language: Language } {
  const locale = useSyncExternalStore(subscribe, () => i18n.locale);
  return { t: translate, language: locale === "pl" ? "pl" : "en" };
}
