/** The microphone in the desktop app: its core listens and keeps what it hears; the page is told how far it is. */
import { desktop, type Microphone, type RecorderEvent, type RecorderPlace, type WireFailure } from "@api/bindings";
import { Channel } from "@api/transport";
import { RecorderError, type Device, type Listener, type Opened, type Readiness, type Recorder, type Take } from "./recorder";

/** A level covers a tenth of a second, in frames. */
const LEVEL_FRAMES = 1_600;

type Answer<T> = Promise<{ status: "ok"; data: T } | { status: "error"; error: WireFailure }>;

async function must<T>(answer: Answer<T>): Promise<T> {
  const result = await answer.catch(() => null);
  if (result?.status === "ok") return result.data;
  throw new RecorderError(result?.error.type === "Unavailable" ? "no_device" : "failed");
}

/** From decibels of full scale. */
function loudness(decibels: number | null): number {
  return decibels === null || decibels <= -96 ? 0 : 10 ** (decibels / 20);
}

export class DesktopRecorder implements Recorder {
  readonly keeps = true;
  #listener: Listener | null = null;
  #next: RecorderPlace = { number: 0, first_frame: 0 };
  #since = 0;

  async #found(): Promise<Microphone[]> {
    const found = await must(desktop.recorderDevices()).catch(() => []);
    return found.sort((a, b) => Number(b.is_default) - Number(a.is_default));
  }

  async devices(): Promise<Device[]> {
    return (await this.#found()).map(({ id, name }) => ({ id, name }));
  }

  async ready(): Promise<Readiness> {
    const found = await must(desktop.recorderDevices()).catch(() => null);
    if (!found) return "unknown";
    return found.length > 0 ? "ready" : "no_device";
  }

  async start({ recordingId, device, channels, exact, from }: Take, listener: Listener): Promise<Opened> {
    this.#listener = listener;
    this.#next = { number: from.number, first_frame: from.frame };
    this.#since = 0;
    // A page that was loaded anew knows nothing of what its core still records: that stays as it is, interrupted.
    await desktop.recorderStop().catch(() => null);
    const channel = new Channel<RecorderEvent>();
    channel.onmessage = (event) => this.#hear(event);
    // Asked before it is opened: a system may not tell of a microphone that is in use.
    const all = await this.#found();
    const one = all.find((known) => known.id === device) ?? all[0];
    const kept = exact || (one?.channels ?? 1) >= 2 ? channels : 1;
    await must(desktop.recorderStart({ recording_id: recordingId, number: from.number, first_frame: from.frame, device, channels: kept }, channel));
    return { name: one?.name ?? "", channels: kept };
  }

  #hear(event: RecorderEvent): void {
    if (event.type === "heard") this.#advance({ number: event.number + 1, first_frame: event.first_frame + event.frames });
    else if (event.type === "level") {
      this.#since += LEVEL_FRAMES;
      this.#listener?.onLevel(loudness(event.peak), this.#next.first_frame + this.#since);
    } else if (event.type === "lost") this.#listener?.onProblem("lost");
    else if (event.type === "gap") this.#listener?.onGap?.(event.at_ms);
    else this.#listener?.onKept?.(event.type === "kept" ? null : event.failure);
  }

  /** Tells of a piece that was heard; news that come late change nothing. */
  #advance(to: RecorderPlace): void {
    if (to.number <= this.#next.number) return;
    const piece = { number: to.number - 1, first_frame: this.#next.first_frame, frames: to.first_frame - this.#next.first_frame, bytes: new Uint8Array() };
    this.#next = to;
    this.#since = 0;
    this.#listener?.onPiece(piece);
  }

  async pause(): Promise<void> {
    this.#advance(await must(desktop.recorderPause()));
  }

  async resume(): Promise<void> {
    await must(desktop.recorderResume(null));
  }

  async stop(): Promise<void> {
    this.#advance(await must(desktop.recorderStop()));
  }
}
