import { isDesktop } from "../shell";
import { BrowserRecorder } from "./browser";
import { DesktopRecorder } from "./desktop";
import type { Recorder } from "./recorder";

export { newId } from "./id";
export { SoundQueue, type QueueState, type Step } from "./queue";
export { RATE, RecorderError, type Device, type Listener, type Opened, type Piece, type Problem, type Readiness, type Recorder, type Take } from "./recorder";

/** Who listens here: a desktop's webview is not let near the microphone, so that its core has to. */
export const recorder: Recorder = isDesktop ? new DesktopRecorder() : new BrowserRecorder();
