import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { KeyState } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, Card, ErrorState, FailureNote, Loading, Mark } from "@shared/ui";
import { ChoosePassphrase, EnterPassphrase } from "./Passphrase";
import classes from "./vault.module.css";

function Told({ keys }: { keys: KeyState }) {
  const { t } = useI18n();
  return (
    <div>
      <strong>{t(`vault.location.${keys.location}`)}</strong>
      <div className={classes.marks}>
        {keys.fault ? (
          <Mark icon="alert" tone="bad">
            {t(`vault.fault.${keys.fault}`)}
          </Mark>
        ) : (
          <Mark icon="lock" tone="good">
            {t("vault.usable")}
          </Mark>
        )}
        {keys.missing.length > 0 ? (
          <Mark icon="alert" tone="warn">
            {t("vault.missing", { names: keys.missing.join(", ") })}
          </Mark>
        ) : null}
      </div>
      {keys.key_id ? <p>{t("vault.name", { name: keys.key_id })}</p> : null}
    </div>
  );
}

/** For a keychain that was unlocked, or a file that was put right, while the program runs. */
function LookAgain() {
  const { t } = useI18n();
  const look = useRun("lookForKeys");
  return (
    <div>
      <Action loading={look.isPending} onClick={() => look.mutate({})}>
        {t("vault.look_again")}
      </Action>
      <FailureNote failure={look.error} />
    </div>
  );
}

/** Where the keys of the installation lie, what is wrong with them, and how they open. */
export function KeyPlace() {
  const { t } = useI18n();
  const allowed = useCan()("key:use");
  const keys = useQuery({ ...reading("getKeyState", {}), enabled: allowed });
  const [open, setOpen] = useState<"choose" | "enter" | null>(null);
  if (!allowed) return null;
  const close = () => setOpen(null);
  return (
    <Card title={t("vault.title")}>
      <p>{t("vault.hint")}</p>
      {keys.data ? (
        <div className={classes.keys}>
          <Told keys={keys.data} />
          {keys.data.fault === "not_chosen" ? (
            <Action needs="key:write" onClick={() => setOpen("choose")}>
              {t("vault.choose")}
            </Action>
          ) : null}
          {keys.data.fault && keys.data.fault !== "locked" && keys.data.fault !== "not_chosen" ? <LookAgain /> : null}
          {keys.data.fault === "locked" ? <Action onClick={() => setOpen("enter")}>{t("vault.enter")}</Action> : null}
        </div>
      ) : keys.error ? (
        <ErrorState failure={keys.error} onRetry={() => void keys.refetch()} />
      ) : (
        <Loading />
      )}
      {open === "choose" ? <ChoosePassphrase onClose={close} /> : null}
      {open === "enter" ? <EnterPassphrase onClose={close} /> : null}
    </Card>
  );
}
