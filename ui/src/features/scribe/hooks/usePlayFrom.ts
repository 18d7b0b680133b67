import type { Recording, Segment } from "@api/bindings";
import { translate } from "@shared/i18n";
import { announce } from "@shared/ui";
import { useDesk } from "../services/desk";
import { playback } from "../services/playback";

/** What was said a moment before helps to understand what is heard. */
const LEAD_MS = 2000;

/** Plays the sound that words were heard in, with a little of what came before; false when there is none. */
export function usePlayFrom(items: readonly Recording[]): (segment: Segment) => boolean {
  const { recording } = useDesk();
  return ({ spoken, start_ms }) => {
    const heard = items.find((item) => item.recording_id === spoken?.recording_id && item.status !== "cleaned");
    if (!heard || start_ms === null) return false;
    if (recording.get().live?.phase === "recording") {
      announce(translate("recording.no_play"));
      return true;
    }
    void playback.play(heard.recording_id, heard.duration_ms, Math.max(0, start_ms - LEAD_MS));
    return true;
  };
}
