import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Recording } from "@api/bindings";
import { reading } from "@api/query";
import { formatClock, formatDate, formatTime } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { useStore } from "@shared/store";
import { Action, Card, Icon } from "@shared/ui";
import { lookAgain, useCutOff } from "../hooks/useCutOff";
import { isOpen } from "../services/cutoff";
import { useDesk } from "../services/desk";
import { AttachDialog } from "./AttachDialog";
import { Player } from "./Player";
import { DiscardDialog } from "./RecordingList";
import { Recovered } from "./Recovered";
import classes from "./recorder.module.css";

function Row({ item }: { item: Recording }) {
  const { t } = useI18n();
  const { queue } = useDesk();
  const { waiting } = useStore(queue);
  const [dialog, setDialog] = useState<"attach" | "discard" | null>(null);
  const [heard, setHeard] = useState(false);
  const open = isOpen(item);
  const unsent = waiting[item.recording_id]?.ms ?? 0;
  const name = item.patient_name ?? t("recording.without_patient");
  const values = { name, at: formatTime(item.started_at), length: formatClock(item.duration_ms) };
  return (
    <li>
      <div className={classes.waitingRow}>
        <div>
          <strong>{t(open ? "waiting.recovered" : "waiting.capture", values)}</strong>
          <small>
            {formatDate(item.started_at)}
            {unsent > 0 ? ` · ${t("recording.unsent", { seconds: Math.ceil(unsent / 1000) })}` : null}
          </small>
        </div>
        {open ? (
          <Recovered item={item} />
        ) : (
          <>
            <Button size="compact-sm" variant="default" leftSection={<Icon name="play" />} aria-expanded={heard} onClick={() => setHeard(!heard)}>
              {t("waiting.listen")}
            </Button>
            <Action size="compact-sm" icon="person" needs="recording:write" onClick={() => setDialog("attach")}>
              {t("waiting.attach")}
            </Action>
            <Action size="compact-sm" variant="default" icon="trash" needs="recording:write" onClick={() => setDialog("discard")}>
              {t("recording.discard")}
            </Action>
          </>
        )}
      </div>
      {heard ? <Player recording={item} /> : null}
      {dialog === "attach" ? <AttachDialog recording={item} onClose={() => setDialog(null)} /> : null}
      {dialog === "discard" ? <DiscardDialog recording={item} onClose={() => setDialog(null)} /> : null}
    </li>
  );
}

/** Recordings that were cut off, and captures that belong to nobody yet. Nothing when there are none. */
export function WaitingSound() {
  const { t } = useI18n();
  const can = useCan();
  const { live } = useStore(useDesk().recording);
  const { data } = useQuery({
    ...reading("listWaitingRecordings", {}),
    enabled: can("recording:read"),
    refetchInterval: (query) => lookAgain(query.state.data?.items),
  });
  const items = useCutOff(data?.items).filter((item) => item.recording_id !== live?.recordingId && (isOpen(item) ? item.interrupted : item.visit_id === null));
  if (items.length === 0) return null;
  return (
    <div className={classes.waiting}>
      <Card title={t("waiting.title")}>
        <ul className={classes.recordings}>
          {items.map((item) => (
            <Row key={item.recording_id} item={item} />
          ))}
        </ul>
      </Card>
    </div>
  );
}
