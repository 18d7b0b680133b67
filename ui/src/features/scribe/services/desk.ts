/** Brings together what records: the microphone, the queue of this person, and the server. */
import type { QueryClient } from "@tanstack/react-query";
import { setListening } from "@api/attention";
import { call, invalidate } from "@api/query";
import { entryNames, readEntry, removeEntry, writeEntry, hasJournal } from "@platform/journal";
import { recorder, SoundQueue, type Step } from "@platform/recorder";
import { translate } from "@shared/i18n";
import { expiredStore, useMe } from "@shared/session";
import { setPending } from "@shared/status";
import { announce, notifyFailure } from "@shared/ui";
import { MICROPHONE, remember, soundLock } from "./cutoff";
import { RecordingStore } from "./recording";

const DEVICE = "praxis-microphone";
const TWO = "praxis-two-microphones";
/** Less than this is on its way and not worth a word. */
export const LATE_MS = 3000;

/** The chosen microphone of this computer; null for the system's own choice. */
export function chosenDevice(): string | null {
  return localStorage.getItem(DEVICE);
}

export function chooseDevice(id: string): void {
  localStorage.setItem(DEVICE, id);
}

/** Whether clinician and patient have a microphone each, the clinician's first. */
export function hasTwoMicrophones(): boolean {
  return localStorage.getItem(TWO) === "yes";
}

export function chooseTwoMicrophones(two: boolean): void {
  localStorage.setItem(TWO, two ? "yes" : "no");
}

async function send(recording_id: string, step: Step): Promise<void> {
  switch (step.kind) {
    case "consent":
      await call("recordConsent", { patient_id: step.patient_id, visit_id: step.visit_id, purpose: "recording", decision: step.decision });
      return;
    case "start":
      await call("startRecording", { recording_id, visit_id: step.visit_id, channels: step.channels, name: step.name });
      return;
    case "sound":
      await call("appendRecording", { recording_id, number: step.number, first_frame: step.first_frame, data: step.data });
      return;
    case "mark":
      await call("markRecording", { recording_id, at_ms: step.at_ms, kind: step.mark });
      return;
    case "stop":
      await call("stopRecording", { recording_id });
      return;
    default:
      step satisfies never;
  }
}

async function write(name: string, value: unknown): Promise<void> {
  // Without a journal nothing is kept; the queue has to know.
  if (!hasJournal()) throw new Error("This window keeps no journal.");
  await writeEntry(name, value);
}

/** Waits for a lock and keeps it until `done`; a browser without locks has one window at a time. */
function hold(name: string, done: Promise<void>): Promise<void> {
  if (!navigator.locks) return Promise.resolve();
  return new Promise((held) => {
    void navigator.locks.request(name, () => {
      held();
      return done;
    });
  });
}

function claim(): Promise<(() => void) | null> {
  if (!navigator.locks) return Promise.resolve(() => undefined);
  return new Promise((answer) => {
    void navigator.locks.request(MICROPHONE, { ifAvailable: true }, (lock) => {
      if (!lock) {
        answer(null);
        return undefined;
      }
      return new Promise<void>((release) => answer(() => release()));
    });
  });
}

export type Desk = { queue: SoundQueue; recording: RecordingStore };
let desk: (Desk & { userId: string }) | undefined;
const clients = new Set<QueryClient>();

function open(userId: string): Desk & { userId: string } {
  const queue = new SoundQueue(userId, {
    send,
    journal: { write, read: readEntry, remove: removeEntry, names: entryNames },
    hold: (id, done) => hold(soundLock(id), done),
    detached: (id, failure) => {
      recording.detach(id);
      notifyFailure(failure);
    },
    added: remember,
    sent: () => {
      for (const client of clients) invalidate(client, ["recordings"]);
    },
  });
  const recording = new RecordingStore({
    recorder,
    queue,
    device: chosenDevice,
    channels: () => (hasTwoMicrophones() ? 2 : 1),
    claim,
    say: (words) => announce(translate(words)),
    kept: (id, failure) => setPending(`sound/${id}`, translate("recording.sound"), failure ? "retrying" : null),
  });
  tellStatus(queue, recording);
  recording.subscribe(() => setListening(recording.get().live?.phase === "recording"));
  return { queue, recording, userId };
}

/** What this person records with; the same on every screen. */
export function useDesk(): Desk {
  return deskOf(useMe().user.user_id);
}

function deskOf(userId: string): Desk {
  if (desk?.userId !== userId) desk = open(userId);
  return desk;
}

/** The status chip says what is not safe yet; the second that is just being sent is not worth a flicker. */
function tellStatus(queue: SoundQueue, recording: RecordingStore): void {
  const told = new Set<string>();
  const tell = () => {
    const { waiting } = queue.get();
    const live = recording.get().live?.recordingId;
    for (const [id, one] of Object.entries(waiting)) {
      const late = one.failure !== null || one.ms > LATE_MS || id !== live;
      if (late) told.add(id);
      if (told.has(id)) setPending(`sound/${id}`, translate("recording.sound"), late ? (one.failure ? "retrying" : "saving") : null);
    }
    for (const id of told)
      if (!waiting[id]) {
        told.delete(id);
        setPending(`sound/${id}`, "", null);
      }
  };
  queue.subscribe(tell);
  recording.subscribe(tell);
}

/** Sends what waits whenever there is hope; called once, by the frame. The answer ends it. */
export function keepSending({ queue, recording }: Desk, client: QueryClient): () => void {
  clients.add(client);
  const again = () => {
    queue.retry();
    void queue.recover().catch(() => undefined);
  };
  const seen = () => document.visibilityState === "visible" && again();
  const signedIn = expiredStore.subscribe(() => !expiredStore.get() && again());
  const leave = (event: BeforeUnloadEvent) => {
    if (recording.get().live) event.preventDefault();
  };
  again();
  window.addEventListener("online", again);
  window.addEventListener("beforeunload", leave);
  document.addEventListener("visibilitychange", seen);
  return () => {
    clients.delete(client);
    signedIn();
    window.removeEventListener("online", again);
    window.removeEventListener("beforeunload", leave);
    document.removeEventListener("visibilitychange", seen);
  };
}
