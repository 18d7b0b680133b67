import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Recording } from "@api/bindings";
import { reading, toFailure } from "@api/query";
import { RATE } from "@platform/recorder";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { Action, notifyDone, notifyFailure } from "@shared/ui";
import { useDesk } from "../services/desk";

export const isOpen = (item: Recording) => item.status === "running" || item.status === "paused";

/** A recording that nobody stopped: it goes on, or it ends. What is left of a file only ends. */
export function Recovered({ item }: { item: Recording }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const desk = useDesk();
  const { live } = useStore(desk.recording);
  const [busy, setBusy] = useState(false);
  const id = item.recording_id;
  const elsewhere = () => notifyDone("recording.trouble.elsewhere");

  const goOn = async () => {
    setBusy(true);
    try {
      // What an earlier window left behind comes before what is said now.
      await desk.queue.idle(id);
      const { recording: now } = await client.fetchQuery({ ...reading("getRecording", { recording_id: id }), staleTime: 0 });
      if (!isOpen(now)) return;
      const from = { recordingId: id, number: now.segments + now.missing, frame: (now.duration_ms * RATE) / 1000, channels: now.channels === 2 ? 2 : 1, paused: now.status === "paused" } as const;
      if (await desk.recording.start({ visitId: now.visit_id, patientName: now.patient_name }, null, from)) return;
      const { trouble } = desk.recording.get();
      if (trouble) notifyDone(`recording.trouble.${trouble}`);
    } catch (error) {
      notifyFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const finish = async () => {
    if (await desk.recording.alone()) desk.queue.add(id, { kind: "stop" });
    else elsewhere();
  };
  return (
    <>
      {item.source === "file" ? null : (
        <Action size="compact-sm" icon="record" needs="recording:write" loading={busy} unless={live ? t("waiting.busy") : null} onClick={() => void goOn()}>
          {t("waiting.continue")}
        </Action>
      )}
      <Action size="compact-sm" variant="default" icon="stop" needs="recording:write" onClick={() => void finish()}>
        {t("waiting.finish")}
      </Action>
    </>
  );
}
