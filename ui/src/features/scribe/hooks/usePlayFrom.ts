import type { Recording } from "@api/bindings";
import { translate } from "@shared/i18n";
import { announce } from "@shared/ui";
import { useDesk } from "../services/desk";
import { playback } from "../services/playback";

/** What was said a moment before helps to understand what is heard. */
const LEAD_MS = 2000;

/** Plays a place of a visit's talk with a little of what came before; false when there is no sound of it. */
export function usePlayFrom(items: readonly Recording[]): (ms: number) => boolean {
  const { recording } = useDesk();
  return (ms) => {
    // Latest first: the talk was written down from the first that is long enough.
    const heard = items.filter((item) => item.status !== "cleaned" && item.duration_ms > ms).at(-1);
    if (!heard) return false;
    if (recording.get().live?.phase === "recording") {
      announce(translate("recording.no_play"));
      return true;
    }
    void playback.play(heard.recording_id, heard.duration_ms, Math.max(0, ms - LEAD_MS));
    return true;
  };
}
