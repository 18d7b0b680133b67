import { useEffect, useRef } from "react";
import type { Recording } from "@api/bindings";

/** Once the last words of a recording have come, the draft follows without a button. */
export function useDraftAfterWords(items: readonly Recording[], wanted: boolean, start: () => void): void {
  const waiting = useRef(new Set<string>());
  useEffect(() => {
    for (const { recording_id, status, duration_ms, transcribed_ms } of items) {
      const complete = status === "stopped" && duration_ms > 0 && transcribed_ms >= duration_ms;
      if (!complete) waiting.current.add(recording_id);
      else if (wanted && waiting.current.delete(recording_id)) start();
    }
  });
}
