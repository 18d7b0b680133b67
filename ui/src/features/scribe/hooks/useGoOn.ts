import { useQueryClient } from "@tanstack/react-query";
import type { Recording } from "@api/bindings";
import { invalidate, reading, toFailure } from "@api/query";
import { RATE } from "@platform/recorder";
import { notifyDone, notifyFailure } from "@shared/ui";
import { isOpen, soon } from "../services/cutoff";
import { useDesk } from "../services/desk";

/** Goes on with a recording that was cut off. Where the server does not say soon enough how far it came, a new one begins. */
export function useGoOn(): (item: Recording) => Promise<void> {
  const client = useQueryClient();
  const { queue, recording } = useDesk();
  return async ({ recording_id, visit_id, patient_name, channels: count }) => {
    const subject = { visitId: visit_id, patientName: patient_name };
    let instead: "recording.begun_anew" | "recording.stopped_already" | null = null;
    const find = async () => {
      const channels = count === 2 ? 2 : 1;
      // What an earlier window left behind comes before what is said now; a slow server is not waited for.
      const waiting = await queue.end(recording_id, channels);
      if (waiting) return { ...waiting, channels } as const;
      const found = await soon(queue.idle(recording_id).then(() => client.fetchQuery({ ...reading("getRecording", { recording_id }), staleTime: 0 })));
      const now = found?.recording;
      if (now && isOpen(now)) return { number: now.segments + now.missing, frame: (now.duration_ms * RATE) / 1000, channels, paused: now.status === "paused" } as const;
      instead = now ? "recording.stopped_already" : "recording.begun_anew";
      return null;
    };
    try {
      if (await recording.start(subject, null, { recordingId: recording_id, find })) return;
      if (instead === "recording.begun_anew") await recording.start(subject);
      // The list still has it as one that goes on.
      else if (instead) invalidate(client, ["recordings"]);
      const { trouble } = recording.get();
      const said = trouble ? (`recording.trouble.${trouble}` as const) : instead;
      if (said) notifyDone(said);
    } catch (error) {
      notifyFailure(toFailure(error));
    }
  };
}
