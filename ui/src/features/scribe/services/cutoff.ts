/**
 * That a recording was cut off, known before the server can tell. The server waits a quarter of a
 * minute for sound; the browser that recorded knows at once that none of its windows records any more.
 */
import type { Recording } from "@api/bindings";
import type { Step } from "@platform/recorder";
import { isDesktop } from "@platform/shell";

const LAST = "praxis-recording";
/** Held by the one window of this browser that records. */
export const MICROPHONE = "praxis-microphone";
/** Held by the window that records this, or sends what is left of it. */
export const soundLock = (recordingId: string): string => `praxis-sound/${recordingId}`;

/** So long afterwards it is still the same talk, wherever in the program it is asked to record; later, somebody else may sit there. */
const SAME_TALK_MS = 5 * 60_000;

/** Whoever wants to record speaks already: no answer is waited for longer before a recording begins. */
const HESITATION_MS = 500;

/** What this browser recorded last and did not stop: how many pieces there were, and when the last one came. */
export type Last = { id: string; pieces: number; at: number };
export type Around = { last: Last | null; held: readonly string[] };

export const isOpen = (item: Recording): boolean => item.status === "running" || item.status === "paused";

function lastOne(): Last | null {
  try {
    return JSON.parse(localStorage.getItem(LAST) ?? "null") as Last | null;
  } catch {
    return null;
  }
}

/** Keeps for the next window what is recorded in this one. */
export function remember(id: string, step: Step): void {
  try {
    if (step.kind === "stop" && lastOne()?.id === id) localStorage.removeItem(LAST);
    const pieces = step.kind === "start" ? 0 : step.kind === "sound" ? step.number + 1 : null;
    if (pieces !== null) localStorage.setItem(LAST, JSON.stringify({ id, pieces, at: Date.now() } satisfies Last));
  } catch {
    // Where nothing can be kept, the server tells, only later.
  }
}

/** What the windows of this browser do now. Without locks nobody knows, and the server tells. */
export async function lookAround(): Promise<Around> {
  const locks = await navigator.locks?.query();
  const last = locks ? lastOne() : null;
  // The desktop's core kept more than its page heard of, and nobody else records what lies here.
  if (last && isDesktop) last.pieces = Infinity;
  return { last, held: locks?.held?.map((lock) => lock.name ?? "") ?? [] };
}

/** Whether nobody speaks into an open recording any more. */
export function isCutOff(item: Recording, { last, held }: Around): boolean {
  const id = item.recording_id;
  if (!isOpen(item) || (held.includes(MICROPHONE) && held.includes(soundLock(id)))) return false;
  // The server has more than this browser recorded: it goes on at another computer.
  return item.interrupted || (last?.id === id && item.segments + item.missing <= last.pieces);
}

/** The answer, where it comes before anybody's words are lost; else null. */
export function soon<T>(answer: Promise<T>): Promise<T | null> {
  return Promise.race([answer, new Promise<null>((resolve) => setTimeout(() => resolve(null), HESITATION_MS))]);
}

/** What was cut off in this browser a moment ago; null when there is none, or when the server does not say soon enough. */
export async function justCutOff(list: () => Promise<readonly Recording[]>, now = Date.now()): Promise<Recording | null> {
  const last = lastOne();
  if (!last || now - last.at > SAME_TALK_MS) return null;
  const [items, around] = await Promise.all([soon(list()), lookAround()]);
  return items?.find((item) => item.recording_id === last.id && isCutOff(item, around)) ?? null;
}
