import { isDesktop } from "../shell";
import { BrowserRecorder } from "./browser";
import type { Recorder } from "./recorder";

export { newId } from "./id";
export { SoundQueue, type QueueState, type Step } from "./queue";
export { RATE, RecorderError, type Device, type Listener, type Piece, type Problem, type Recorder, type Take } from "./recorder";

/** Who listens here; null where nobody can yet: a desktop's webview is not let near the microphone, so that its core has to. */
export const recorder: Recorder | null = isDesktop ? null : new BrowserRecorder();
