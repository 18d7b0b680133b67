/** What a microphone is for the screens, whoever listens to it: the browser here, the core in the desktop app. */

import type { WireFailure } from "@api/bindings";

/** Frames a second. */
export const RATE = 16_000;

export type Device = { id: string; name: string };

/** Why there is no sound. */
export type Problem =
  /** The person or the system does not let the page listen. */
  | "denied"
  | "no_device"
  /** Another program holds the microphone. */
  | "busy"
  /** The page came over a connection that the browser does not trust with a microphone. */
  | "insecure"
  | "unsupported"
  /** The microphone went away while it was used. */
  | "lost"
  | "failed";

/** What is known of the microphone before anybody tries it; `asks`: the browser will ask the person first. */
export type Readiness = "ready" | "asks" | "unknown" | Extract<Problem, "denied" | "no_device" | "insecure">;

/** At most a second of signed 16-bit little-endian samples, channels interleaved. */
export type Piece = { number: number; first_frame: number; frames: number; bytes: Uint8Array };

export type Listener = {
  /** A full second, or what there is at a pause and at the end. */
  onPiece: (piece: Piece) => void;
  /** Ten times a second: the loudest value since the last time, 0 to 1, and the frames recorded so far. */
  onLevel: (level: number, frames: number) => void;
  onProblem: (problem: Problem) => void;
  /** Sound is missing at this place, in milliseconds; told by a recorder that notices it by itself. */
  onGap?: (at_ms: number) => void;
  /** What was heard has to wait before it is kept, and why; null when it is kept again. Only of a recorder that keeps. */
  onKept?: (failure: WireFailure | null) => void;
};

export type Take = {
  recordingId: string;
  /** Null for the one that the system prefers. */
  device: string | null;
  /** Two are kept apart; of a new recording only where the microphone really gives two. */
  channels: 1 | 2;
  /** Whether there must be as many: the recording has sound already. */
  exact: boolean;
  /** Where the sound begins: after what an interrupted recording has already. */
  from: { number: number; frame: number };
};

export type Opened = { name: string; channels: 1 | 2 };

/** One microphone at a time. */
export interface Recorder {
  /** Whether it keeps what it hears; otherwise pieces carry their sound, and somebody has to. */
  readonly keeps: boolean;
  devices(): Promise<Device[]>;
  /** Whether it could listen now. Nothing is opened, and nobody is asked. */
  ready(): Promise<Readiness>;
  /** Begins to listen; answers the microphone's name, and how many channels there are. Rejects with a `RecorderError`. */
  start(take: Take, listener: Listener): Promise<Opened>;
  /** Resolves when the last piece before the pause has been handed over. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Resolves when the last piece has been handed over and the microphone is free. */
  stop(): Promise<void>;
}

export class RecorderError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem);
    this.problem = problem;
  }
}
