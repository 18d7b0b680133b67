/** What the server tells without being asked: one subscription per window. */
import * as tauri from "@tauri-apps/api/core";
import { desktop, eventNames, type EventFrame } from "./bindings";
import { inTauri } from "./transport";

export type Listener = {
  onFrame: (frame: EventFrame) => void;
  /** True when frames can arrive; false while the server cannot be reached. */
  onState: (open: boolean) => void;
};

/** Starts listening; the answer stops it. A browser reconnects by itself, with growing pauses. */
export function subscribe(listener: Listener): () => void {
  return inTauri ? overIpc(listener) : overHttp(listener);
}

function overIpc({ onFrame, onState }: Listener): () => void {
  let live = true;
  const channel = new tauri.Channel<EventFrame>();
  channel.onmessage = (frame) => {
    if (live) onFrame(frame);
  };
  desktop.subscribeEvents(null, channel).then(
    (answer) => onState(answer.status === "ok"),
    () => onState(false),
  );
  return () => {
    live = false;
  };
}

function overHttp({ onFrame, onState }: Listener): () => void {
  let source: EventSource | undefined;
  let timer: number | undefined;
  let pause = 1000;
  const open = () => {
    source = new EventSource("/v1/events", { withCredentials: true });
    source.onopen = () => {
      pause = 1000;
      onState(true);
    };
    source.onerror = () => {
      onState(false);
      // The browser retries a broken connection; a refused one stays closed and is tried anew.
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(open, pause);
      pause = Math.min(pause * 2, 30_000);
    };
    for (const name of eventNames)
      source.addEventListener(name, (event) => onFrame(JSON.parse((event as MessageEvent<string>).data)));
  };
  open();
  return () => {
    window.clearTimeout(timer);
    source?.close();
  };
}
