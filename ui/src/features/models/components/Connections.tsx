import { Button } from "@mantine/core";
import { useState } from "react";
import type { Connection, ConnectionState, ModelConnectionTest } from "@api/bindings";
import { useRun } from "@api/query";
import { formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { Action, announce, Card, Dialog, DialogButtons, EmptyState, FailureNote, Mark } from "@shared/ui";
import { ConnectionForm, ConnectionKey } from "./ConnectionForm";
import { OllamaModels } from "./OllamaModels";
import classes from "./models.module.css";

type Open = { what: "edit" | "key" | "models" | "delete"; connection: Connection } | { what: "new" } | null;

function Tested({ test }: { test: ModelConnectionTest }) {
  const { t } = useI18n();
  if (test.problem)
    return (
      <Mark icon="alert" tone="bad">
        {t(`model.problem.${test.problem}`)}
      </Mark>
    );
  return (
    <>
      <Mark icon="check" tone="good">
        {t("model.tested", { ms: test.latency_ms, count: test.models.length })}
      </Mark>
      <p>{test.models.slice(0, 20).join(", ")}</p>
    </>
  );
}

function Item({ state, onOpen }: { state: ConnectionState; onOpen: (open: Open) => void }) {
  const { t } = useI18n();
  const { connection } = state;
  const test = useRun("testModelConnection");
  const { name } = connection;
  const run = () =>
    test.mutate({ connection_id: connection.connection_id }, { onSuccess: (found) => announce(found.problem ? `${name}: ${t(`model.problem.${found.problem}`)}` : `${name}: ${t("model.tested", { ms: found.latency_ms, count: found.models.length })}`) });
  return (
    <li className={classes.item}>
      <div>
        <strong>{name}</strong>
        <p>
          {t(`model.kind.${connection.kind}`)} · {connection.model} · {connection.base_url}
        </p>
        <div className={classes.marks}>
          {state.inside ? (
            <Mark icon="lock" tone="good">
              {t("model.inside")}
            </Mark>
          ) : (
            <Mark icon="alert" tone="warn">
              {t("model.outside")}
            </Mark>
          )}
          {connection.enabled ? null : <Mark>{t("model.not_asked.disabled")}</Mark>}
          <Mark icon={connection.has_key ? "lock" : undefined}>{t(connection.has_key ? "model.key_set" : "model.key_none")}</Mark>
          {state.resting_until ? (
            <Mark icon="clock" tone="warn">
              {t("model.not_asked.resting")}
            </Mark>
          ) : null}
          {test.data ? null : state.problem ? (
            <Mark icon="alert" tone="bad">
              {t(`model.problem.${state.problem}`)}
            </Mark>
          ) : state.answered_at ? (
            <Mark icon="check" tone="good">
              {t("model.answered_at", { at: formatMoment(state.answered_at), ms: state.latency_ms ?? 0 })}
            </Mark>
          ) : null}
          {test.data ? <Tested test={test.data} /> : null}
        </div>
        <FailureNote failure={test.error} />
      </div>
      <div className={classes.tools}>
        <Action size="compact-sm" variant="default" needs="model:write" loading={test.isPending} aria-label={t("model.test_of", { name })} onClick={run}>
          {t("model.test")}
        </Action>
        {connection.kind === "ollama" ? (
          <Action size="compact-sm" variant="default" needs="model:write" aria-label={t("model.models_of", { name })} onClick={() => onOpen({ what: "models", connection })}>
            {t("model.models")}
          </Action>
        ) : null}
        <Action size="compact-sm" variant="default" needs="model:write" aria-label={t("model.edit_of", { name })} onClick={() => onOpen({ what: "edit", connection })}>
          {t("admin.edit")}
        </Action>
        <Action size="compact-sm" variant="default" needs="model:write" aria-label={t("model.key_of", { name })} onClick={() => onOpen({ what: "key", connection })}>
          {t("model.key")}
        </Action>
        <Action size="compact-sm" variant="default" needs="model:write" aria-label={t("model.delete_of", { name })} onClick={() => onOpen({ what: "delete", connection })}>
          {t("model.delete")}
        </Action>
      </div>
    </li>
  );
}

function DeleteDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useI18n();
  const run = useRun("deleteModelConnection");
  return (
    <Dialog title={t("model.delete_of", { name: connection.name })} onClose={onClose}>
      <p>{t("model.delete_hint")}</p>
      <FailureNote failure={run.error} />
      <DialogButtons>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("shared.cancel")}
        </Button>
        <Button color="red" loading={run.isPending} onClick={() => run.mutate({ connection_id: connection.connection_id }, { onSuccess: onClose })}>
          {t("model.delete")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** The connections: whether each answers, stays inside, and has a key. */
export function Connections({ items }: { items: readonly ConnectionState[] }) {
  const { t } = useI18n();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Card
      title={t("model.connections")}
      actions={
        <Action icon="plus" size="compact-sm" needs="model:write" onClick={() => setOpen({ what: "new" })}>
          {t("model.add")}
        </Action>
      }
    >
      {items.length === 0 ? (
        <EmptyState icon="bulb" title={t("model.none")}>
          {t("model.none_hint")}
        </EmptyState>
      ) : (
        <ul className={classes.items}>
          {items.map((state) => (
            <Item key={state.connection.connection_id} state={state} onOpen={setOpen} />
          ))}
        </ul>
      )}
      {open?.what === "new" ? <ConnectionForm connection={null} onClose={close} /> : null}
      {open?.what === "edit" ? <ConnectionForm connection={open.connection} onClose={close} /> : null}
      {open?.what === "key" ? <ConnectionKey connection={open.connection} onClose={close} /> : null}
      {open?.what === "models" ? <OllamaModels connection={open.connection} onClose={close} /> : null}
      {open?.what === "delete" ? <DeleteDialog connection={open.connection} onClose={close} /> : null}
    </Card>
  );
}
