import { useQueryClient } from "@tanstack/react-query";
import type { Recording } from "@api/bindings";
import { reading, toFailure } from "@api/query";
import { RATE } from "@platform/recorder";
import { notifyDone, notifyFailure } from "@shared/ui";
import { isOpen } from "../services/cutoff";
import { useDesk } from "../services/desk";

/** Goes on with a recording that was cut off. */
export function useGoOn(): (item: Recording) => Promise<void> {
  const client = useQueryClient();
  const { queue, recording } = useDesk();
  return async ({ recording_id, visit_id, patient_name, channels: count }) => {
    const find = async () => {
      const channels = count === 2 ? 2 : 1;
      // What an earlier window left behind comes before what is said now; a slow server is not waited for.
      const waiting = await queue.end(recording_id, channels);
      if (waiting) return { ...waiting, channels } as const;
      await queue.idle(recording_id);
      const { recording: now } = await client.fetchQuery({ ...reading("getRecording", { recording_id }), staleTime: 0 });
      if (!isOpen(now)) return null;
      return { number: now.segments + now.missing, frame: (now.duration_ms * RATE) / 1000, channels, paused: now.status === "paused" } as const;
    };
    try {
      if (await recording.start({ visitId: visit_id, patientName: patient_name }, null, { recordingId: recording_id, find })) return;
      const { trouble } = recording.get();
      if (trouble) notifyDone(`recording.trouble.${trouble}`);
    } catch (error) {
      notifyFailure(toFailure(error));
    }
  };
}
