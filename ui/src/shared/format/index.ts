/** Dates, times and names as people of the language write them. */
import type { Language, PatientKind } from "@api/bindings";
import { language } from "../i18n";

const tag = (of: Language) => (of === "pl" ? "pl-PL" : "en-GB");
const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language()} ${kind}`;
  let found = cache.get(key);
  if (!found) cache.set(key, (found = new Intl.DateTimeFormat(tag(language()), options)));
  return found;
}

/** `21.11.2026` in Polish, `21 Nov 2026` in English; takes a day or a moment. */
export function formatDate(value: string): string {
  const polish = language() === "pl";
  const options: Intl.DateTimeFormatOptions = polish
    ? { day: "2-digit", month: "2-digit", year: "numeric" }
    : { day: "numeric", month: "short", year: "numeric" };
  if (value.length === 10) {
    const [year, month, day] = value.split("-").map(Number);
    return formatter("day", { ...options, timeZone: "UTC" }).format(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1));
  }
  return formatter("date", options).format(new Date(value));
}

export function formatTime(value: string | number): string {
  return formatter("time", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(value));
}

export function formatMoment(value: string): string {
  return `${formatDate(value)}, ${formatTime(value)}`;
}

/** With as many digits after the point as are asked for, or as the number has. */
export function formatNumber(value: number, digits?: number): string {
  const fixed = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(tag(language()), { useGrouping: "always", ...fixed } as Intl.NumberFormatOptions).format(value);
}

/** Minor units of a currency, such as `1.25 €`. */
export function formatMoney(minor: number, currency: string): string {
  const money = new Intl.NumberFormat(tag(language()), { style: "currency", currency });
  return money.format(minor / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2));
}

/** `12:05` from milliseconds. */
export function formatClock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Today and other days of the local calendar, as `yyyy-mm-dd`. */
export function localDay(at: Date = new Date()): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** When today began on this computer, as a moment. */
export function startOfDay(): string {
  return new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
}

type Named = { kind: PatientKind; family_name: string; given_name: string };
/** `Nowak Anna`; an animal's name with its owner's in brackets. */
export function patientName(patient: Named & { animal?: { owner: { family_name: string } } | null }): string {
  if (patient.kind === "human") return `${patient.family_name} ${patient.given_name}`.trim();
  const owner = patient.animal?.owner.family_name ?? patient.family_name;
  return owner ? `${patient.given_name} (${owner})` : patient.given_name;
}

/** UTF-16 position of a code point; evidence counts code points. */
export function utf16Index(text: string, codePoints: number): number {
  let index = 0;
  for (let n = 0; n < codePoints && index < text.length; n += 1)
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  return index;
}

/** Who drafted: the built-in drafter goes by the program's name in every language. */
export function drafterName(provider: string): string {
  return provider === "built-in" ? "Praxis" : provider;
}
