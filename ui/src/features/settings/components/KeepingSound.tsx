import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Cleaned, WireFailure } from "@api/bindings";
import { call, reading, toFailure, useRun } from "@api/query";
import { formatNumber } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Card, FailureNote, Icon, Loading, notifyDone } from "@shared/ui";
import { Setting } from "./Setting";

const DAYS = [7, 14, 30, 90, 180, 365];
const MEGABYTE = 1_000_000;

/** Cleans until nothing is left whose time is over; a server does a part at a time. */
async function cleanAll(): Promise<Cleaned> {
  const all: Cleaned = { recordings: 0, bytes: 0, more: false };
  for (;;) {
    const part = await call("cleanRecordings", {});
    all.recordings += part.recordings;
    all.bytes = (all.bytes ?? 0) + (part.bytes ?? 0);
    if (!part.more || part.recordings === 0) return all;
  }
}

function CleanNow() {
  const { t } = useI18n();
  const [busy, setBusy] = useState(false);
  const [cleaned, setCleaned] = useState<Cleaned | null>(null);
  const [failure, setFailure] = useState<WireFailure | null>(null);
  const clean = () => {
    setBusy(true);
    setFailure(null);
    void cleanAll()
      .then(setCleaned, (error: unknown) => setFailure(toFailure(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Setting title={t("settings.clean")} hint={t("settings.clean_hint")}>
      <div>
        <Button variant="default" leftSection={<Icon name="trash" />} loading={busy} onClick={clean}>
          {t("settings.clean_now")}
        </Button>
        <p role="status">
          {cleaned ? t("settings.cleaned", { count: cleaned.recordings, megabytes: formatNumber(Math.round((cleaned.bytes ?? 0) / MEGABYTE)) }) : null}
        </p>
        <FailureNote failure={failure} />
      </div>
    </Setting>
  );
}

/** How long the clinic keeps recorded sound. Nothing for whoever may not decide it. */
export function KeepingSound() {
  const { t } = useI18n();
  const allowed = useCan()("recording:clean");
  const { data, error } = useQuery({ ...reading("getRetention", {}), enabled: allowed });
  const run = useRun("setRetention");
  if (!allowed) return null;
  const keep = (days: number | null, undo: boolean) => {
    const before = data?.days ?? null;
    run.mutate({ days }, { onSuccess: () => undo && notifyDone("settings.changed", { undo: () => keep(before, false) }) });
  };
  const days = data?.days ?? null;
  const choices = days === null || DAYS.includes(days) ? DAYS : [...DAYS, days].sort((a, b) => a - b);
  return (
    <Card title={t("settings.sound")}>
      <FailureNote failure={error ?? run.error} />
      {data ? (
        <>
          <Setting title={t("settings.retention")} hint={t("settings.retention_hint")}>
            <NativeSelect
              aria-label={t("settings.retention")}
              value={days ?? ""}
              disabled={run.isPending}
              onChange={(event) => keep(event.currentTarget.value === "" ? null : Number(event.currentTarget.value), true)}
              data={[{ value: "", label: t("settings.retention_ever") }, ...choices.map((count) => ({ value: String(count), label: t("settings.retention_days", { count }) }))]}
            />
          </Setting>
          {days === null ? null : <CleanNow />}
        </>
      ) : error ? null : (
        <Loading />
      )}
    </Card>
  );
}
