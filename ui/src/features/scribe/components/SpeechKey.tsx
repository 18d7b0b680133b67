import { useState } from "react";
import type { EngineInfo } from "@api/bindings";
import { useRun } from "@api/query";
import { useI18n } from "@shared/i18n";
import { Action } from "@shared/ui";
import { KeyForm } from "@features/vault";

/** Sets the key of a service; those at the same address share it. */
export function SpeechKey({ info, address }: { info: EngineInfo; address: string }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  const run = useRun("setSpeechKey");
  const close = () => setOpen(false);
  return (
    <>
      <Action size="compact-sm" variant="default" needs="key:write" aria-label={t("model.key_of", { name: info.name })} onClick={() => setOpen(true)}>
        {t("model.key")}
      </Action>
      {open ? <KeyForm name={`${info.name} (${address})`} hasKey={info.key === "given"} saving={run.isPending} failure={run.error} onSave={(key) => run.mutate({ address, key }, { onSuccess: close })} onClose={close} /> : null}
    </>
  );
}
