import { Button, Switch, Textarea } from "@mantine/core";
import { useState } from "react";
import type { ModelSettings } from "@api/bindings";
import { useRun } from "@api/query";
import { fieldError } from "@shared/failures";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Card, FailureNote, notifyDone } from "@shared/ui";
import classes from "./models.module.css";

/** What may leave the clinic. Closed until somebody opens it. */
export function Privacy({ settings }: { settings: ModelSettings }) {
  const { t } = useI18n();
  const locked = !useCan()("model:write");
  const run = useRun("updateModelSettings");
  const [hosts, setHosts] = useState(settings.own_hosts.join("\n"));
  const change = (part: Partial<ModelSettings>) => run.mutate({ ...settings, ...part }, { onSuccess: () => notifyDone("settings.changed") });
  return (
    <Card title={t("model.privacy")}>
      <div className={classes.form}>
        <Switch label={t("model.local_only")} description={t("model.local_only_hint")} checked={settings.local_only} disabled={locked} onChange={(event) => change({ local_only: event.currentTarget.checked })} />
        <Switch label={t("model.mask")} description={t("model.mask_hint")} checked={settings.mask_identifiers} disabled={locked} onChange={(event) => change({ mask_identifiers: event.currentTarget.checked })} />
        <Textarea label={t("model.own_hosts")} description={t("model.own_hosts_hint")} autosize minRows={1} value={hosts} readOnly={locked} error={fieldError(run.error, "own_hosts")} onChange={(event) => setHosts(event.currentTarget.value)} />
        {hosts.trim() !== settings.own_hosts.join("\n") && !locked ? (
          <div>
            <Button variant="default" loading={run.isPending} onClick={() => change({ own_hosts: hosts.split("\n") })}>
              {t("shared.save")}
            </Button>
          </div>
        ) : null}
        <FailureNote failure={run.error} fields={["own_hosts"]} />
      </div>
    </Card>
  );
}
