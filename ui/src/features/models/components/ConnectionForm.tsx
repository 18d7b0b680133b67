import { Button, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import type { Connection, ConnectionKind } from "@api/bindings";
import { useRun } from "@api/query";
import { fieldError } from "@shared/failures";
import { useI18n } from "@shared/i18n";
import { Dialog, DialogButtons, FailureNote } from "@shared/ui";
import { KeyForm } from "@features/vault";
import classes from "./models.module.css";

const KINDS: readonly ConnectionKind[] = ["openai_compatible", "ollama", "openai", "anthropic", "gemini"];
const FIELDS = ["name", "base_url", "model", "patience_seconds"] as const;

/** A connection to a provider of models; its key is given apart. */
export function ConnectionForm({ connection, onClose }: { connection: Connection | null; onClose: () => void }) {
  const { t } = useI18n();
  const [kind, setKind] = useState<ConnectionKind>(connection?.kind ?? "openai_compatible");
  const [values, setValues] = useState({ name: connection?.name ?? "", base_url: connection?.base_url ?? "", model: connection?.model ?? "" });
  const [patience, setPatience] = useState(connection?.patience_seconds ?? 60);
  const [enabled, setEnabled] = useState(connection?.enabled ?? true);
  const create = useRun("createModelConnection");
  const update = useRun("updateModelConnection");
  const failure = create.error ?? update.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const common = { name: values.name, kind, model: values.model, patience_seconds: patience };
    if (connection) update.mutate({ ...common, connection_id: connection.connection_id, version: connection.version, base_url: values.base_url, enabled }, { onSuccess: onClose });
    else create.mutate({ ...common, base_url: values.base_url.trim() === "" ? null : values.base_url }, { onSuccess: onClose });
  };
  const bind = (name: keyof typeof values) => ({
    value: values[name],
    error: fieldError(failure, name),
    autoComplete: "off",
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((now) => ({ ...now, [name]: value }));
    },
  });
  return (
    <Dialog title={t(connection ? "model.edit" : "model.add")} onClose={onClose}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput label={t("model.name")} data-autofocus required withAsterisk={false} {...bind("name")} />
        <Select label={t("model.kind")} value={kind} onChange={(value) => setKind((value as ConnectionKind | null) ?? kind)} data={KINDS.map((value) => ({ value, label: t(`model.kind.${value}`) }))} allowDeselect={false} />
        <TextInput label={t("model.base_url")} description={t(connection ? "model.base_url_moves" : "model.base_url_hint")} required={connection !== null} withAsterisk={false} {...bind("base_url")} />
        <TextInput label={t("model.model")} description={t("model.model_hint")} required withAsterisk={false} {...bind("model")} />
        <NumberInput label={t("model.patience")} min={1} max={600} value={patience} error={fieldError(failure, "patience_seconds")} onChange={(value) => setPatience(Number(value) || 0)} />
        {connection ? <Switch label={t("model.enabled")} checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} /> : null}
        <FailureNote failure={failure} fields={FIELDS} />
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("shared.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending || update.isPending}>
            {t("shared.save")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

/** The key of a connection. */
export function ConnectionKey({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const run = useRun("setModelKey");
  const save = (key: string | null) => run.mutate({ connection_id: connection.connection_id, key }, { onSuccess: onClose });
  return <KeyForm name={connection.name} hasKey={connection.has_key} saving={run.isPending} failure={run.error} onSave={save} onClose={onClose} />;
}
