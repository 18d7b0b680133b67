/**
 * Everything of a recording on its way to the server, in order. Each step is kept on this computer
 * before it is sent, and forgotten when the server has acknowledged it: a lost connection, a closed
 * window or a crash holds the sound up, and loses none of it.
 */
import type { ConsentDecision, MarkKind, WireFailure } from "@api/bindings";
import { toFailure } from "@api/query";
import { Store } from "@shared/store";

export type Step =
  | { kind: "consent"; patient_id: string; visit_id: string; decision: ConsentDecision }
  | { kind: "start"; visit_id: string | null; channels: number; name: string }
  | { kind: "sound"; number: number; first_frame: number; data: string }
  | { kind: "mark"; at_ms: number; mark: MarkKind }
  | { kind: "stop" };

export type Ports = {
  send: (recordingId: string, step: Step) => Promise<void>;
  journal: {
    write: (name: string, value: unknown) => Promise<void>;
    read: <T>(name: string) => Promise<T | null>;
    remove: (name: string) => Promise<void>;
    names: (prefix: string) => Promise<string[]>;
  };
  /** Waits until no other window sends this recording, and keeps them away until `done` resolves. */
  hold: (recordingId: string, done: Promise<void>) => Promise<void>;
  /** The server did not begin the recording for its visit: it waits without one. */
  detached: (recordingId: string, failure: WireFailure) => void;
  /** A step was put behind the others. */
  added: (recordingId: string, step: Step) => void;
  /** Nothing of the recording is left on this computer. */
  sent: (recordingId: string) => void;
};

/** What of one recording is not on the server yet. */
export type Waiting = {
  ms: number;
  failure: WireFailure | null;
};
export type QueueState = {
  waiting: Readonly<Record<string, Waiting>>;
  /** This computer keeps nothing: what waits is in memory and ends with the window. */
  inMemory: boolean;
};

type Entry = { name: string; ms: number; written: Promise<void>; /** Only where it could not be kept. */ step: Step | null };
type Line = { entries: Entry[]; next: number; /** More may come. */ open: boolean; held: Promise<void>; release: () => void; running: boolean };

const FOREVER = ["Validation", "NotFound", "Conflict", "InvalidTransition"];
const LONGEST_WAIT = 15_000;

export class SoundQueue extends Store<QueueState> {
  readonly #prefix: string;
  readonly #ports: Ports;
  readonly #lines = new Map<string, Line>();
  /** What earlier windows left behind, until it is ours. */
  readonly #taking = new Map<string, Promise<void>>();
  readonly #wake = new Set<() => void>();
  readonly #idle = new Map<string, (() => void)[]>();

  /** Entries belong to a person: only who recorded may send. */
  constructor(userId: string, ports: Ports) {
    super({ waiting: {}, inMemory: false });
    this.#prefix = `sound/${userId}/`;
    this.#ports = ports;
  }

  /** Puts a step behind the others of its recording. */
  add(id: string, step: Step, ms = 0): void {
    const line = this.#lines.get(id) ?? this.#begin(id, true);
    line.open = step.kind !== "stop";
    const name = `${this.#prefix}${id}/${String(line.next).padStart(8, "0")}/${ms}`;
    line.next += 1;
    const entry: Entry = { name, ms, step: null, written: Promise.resolve() };
    entry.written = line.held
      .then(() => this.#ports.journal.write(name, step))
      .catch(() => {
        entry.step = step;
        this.update((now) => ({ ...now, inMemory: true }));
      });
    line.entries.push(entry);
    this.#ports.added(id, step);
    this.#tell(id);
    void this.#drain(id, line);
  }

  #begin(id: string, open: boolean): Line {
    let release: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (release = resolve));
    const line: Line = { entries: [], next: 0, open, held: this.#ports.hold(id, done), release, running: false };
    this.#lines.set(id, line);
    return line;
  }

  /** Sends what earlier windows left behind; one that another window still holds is waited for. */
  async recover(): Promise<void> {
    const names = await this.#ports.journal.names(this.#prefix);
    const ids = new Set(names.map((name) => name.slice(this.#prefix.length).split("/")[0] ?? ""));
    for (const id of ids) {
      if (id === "" || this.#lines.has(id) || this.#taking.has(id)) continue;
      this.#taking.set(id, this.#take(id).finally(() => this.#taking.delete(id)));
    }
  }

  async #take(id: string): Promise<void> {
    const line = this.#begin(id, false);
    // Until it is ours, it is the other window's to speak about.
    this.#lines.delete(id);
    await line.held;
    const names = await this.#ports.journal.names(`${this.#prefix}${id}/`).catch(() => []);
    if (names.length === 0) {
      line.release();
      return;
    }
    this.#lines.set(id, line);
    for (const name of names.sort()) {
      const [number, ms] = name.split("/").slice(-2).map(Number);
      line.entries.push({ name, ms: ms ?? 0, step: null, written: Promise.resolve() });
      line.next = (number ?? 0) + 1;
    }
    this.#tell(id);
    void this.#drain(id, line);
  }

  #tell(id: string, failure?: WireFailure | null): void {
    const line = this.#lines.get(id);
    this.update((now) => {
      const { [id]: before, ...others } = now.waiting;
      if (!line || line.entries.length === 0) return { ...now, waiting: others };
      const ms = line.entries.reduce((sum, entry) => sum + entry.ms, 0);
      return { ...now, waiting: { ...now.waiting, [id]: { ms, failure: failure === undefined ? (before?.failure ?? null) : failure } } };
    });
  }

  async #drain(id: string, line: Line): Promise<void> {
    if (line.running) return;
    line.running = true;
    await line.held;
    for (let tries = 0, entry = line.entries[0]; entry; entry = line.entries[0]) {
      await entry.written;
      const failure = await this.#send(id, line, entry);
      if (failure) {
        this.#tell(id, failure);
        await this.#pause(Math.min(1000 * 2 ** tries, LONGEST_WAIT));
        tries += 1;
        continue;
      }
      tries = 0;
      line.entries = line.entries.filter((other) => other !== entry);
      await this.#ports.journal.remove(entry.name).catch(() => undefined);
      this.#tell(id, null);
    }
    line.running = false;
    if (!line.open) {
      this.#lines.delete(id);
      line.release();
    }
    this.#ports.sent(id);
    for (const resolve of this.#idle.get(id) ?? []) resolve();
    this.#idle.delete(id);
  }

  #read(entry: Entry): Promise<Step | null> {
    return entry.step ? Promise.resolve(entry.step) : this.#ports.journal.read<Step>(entry.name).catch(() => null);
  }

  /** Answers what is in the way for now; what the server refuses for good goes nowhere. */
  async #send(id: string, line: Line, entry: Entry): Promise<WireFailure | null> {
    const step = await this.#read(entry);
    if (!step) return null;
    try {
      await this.#ports.send(id, step);
      return null;
    } catch (error) {
      return this.#refused(id, line, step, toFailure(error));
    }
  }

  async #refused(id: string, line: Line, step: Step, failure: WireFailure): Promise<WireFailure | null> {
    if (!FOREVER.includes(failure.type)) return failure;
    if (step.kind === "sound") {
      if (failure.type !== "InvalidTransition") return failure;
      // Somebody removed the recording's sound for good; what is left of it must not come back.
      await Promise.all(line.entries.map((entry) => this.#ports.journal.remove(entry.name).catch(() => undefined)));
      line.entries = [];
      return null;
    }
    // A conflict says that it began already, and that the answer was lost.
    if (step.kind !== "start" || failure.type === "Conflict") return null;
    if (step.visit_id === null) return failure;
    this.#ports.detached(id, failure);
    try {
      await this.#ports.send(id, { ...step, visit_id: null });
      return null;
    } catch (error) {
      const again = toFailure(error);
      return again.type === "Conflict" ? null : again;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake.add(done);
    });
  }

  /** Tries again at once: the connection is back, or somebody has signed in again. */
  retry(): void {
    for (const wake of this.#wake) wake();
  }

  /** Where the sound that waits here ends, and whether it was paused there; null when all of it is on the server. */
  async end(id: string, channels: number): Promise<{ number: number; frame: number; paused: boolean } | null> {
    await this.#taken(id);
    let last: MarkKind | null = null;
    for (const entry of this.#lines.get(id)?.entries.toReversed() ?? []) {
      const step = await this.#read(entry);
      if (step?.kind === "mark" && (step.mark === "paused" || step.mark === "resumed")) last ??= step.mark;
      // Two bytes are a sample.
      if (step?.kind === "sound") return { number: step.number + 1, frame: step.first_frame + atob(step.data).length / 2 / channels, paused: last === "paused" };
    }
    return null;
  }

  /** Resolves when this window sends what an earlier one left behind. */
  async #taken(id: string): Promise<void> {
    await this.recover().catch(() => undefined);
    await this.#taking.get(id);
  }

  /** Resolves when everything of a recording is on the server. */
  async idle(id: string): Promise<void> {
    await this.#taken(id);
    const line = this.#lines.get(id);
    if (!line || (line.entries.length === 0 && !line.running)) return;
    await new Promise<void>((resolve) => this.#idle.set(id, [...(this.#idle.get(id) ?? []), resolve]));
  }

  /** Milliseconds of sound that are only on this computer. */
  unsent(): number {
    return Object.values(this.get().waiting).reduce((sum, one) => sum + one.ms, 0);
  }
}
