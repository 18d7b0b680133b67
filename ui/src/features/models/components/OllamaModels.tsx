import { Button, Code, Progress, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import type { Connection, ModelOutcome, ModelProblem, PullProgress, WireFailure } from "@api/bindings";
import { call, stream, useRun, type Run } from "@api/query";
import { useI18n } from "@shared/i18n";
import { announce, Dialog, DialogButtons, FailureNote, Loading, Mark } from "@shared/ui";
import classes from "./models.module.css";

type Pull = { model: string; run?: Run<ModelOutcome>; now?: PullProgress; ended?: ModelOutcome; failure?: WireFailure };

/** Fetches one model at a time; whoever goes away stops it. */
function usePull(connection_id: string, onFetched: (model: string) => void) {
  const [pull, setPull] = useState<Pull | null>(null);
  const begin = (model: string) => {
    const run: Run<ModelOutcome> = stream("pullModel", { connection_id, model }, (now) => setPull((last) => (last?.run === run ? { ...last, now } : last)));
    setPull({ model, run });
    run.result.then(
      (ended) => {
        setPull((last) => (last?.run === run ? { model, ended } : last));
        if (ended.problem === null) onFetched(model);
      },
      (failure: WireFailure) => setPull((last) => (last?.run === run ? { model, failure } : last)),
    );
  };
  const running = pull?.run;
  useEffect(() => () => running?.stop(), [running]);
  return { pull, begin };
}

function Pulling({ pull }: { pull: Pull }) {
  const { t } = useI18n();
  if (!pull.run) return <Pulled pull={pull} />;
  const percent = pull.now?.percent ?? null;
  const words = t(`model.pull.${pull.now?.step ?? "looking"}`, { name: pull.model });
  return (
    <div className={classes.form}>
      <p role="status">
        {words} {percent === null ? null : t("model.percent", { percent })}
      </p>
      <Progress value={percent ?? 100} animated={percent === null} striped={percent === null} aria-label={words} size="sm" />
      <div>
        <Button variant="default" onClick={pull.run.stop}>
          {t("model.pull_stop")}
        </Button>
      </div>
    </div>
  );
}

function Pulled({ pull }: { pull: Pull }) {
  const { t } = useI18n();
  if (pull.failure?.type === "Cancelled") return <p role="status">{t("model.pull_stopped", { name: pull.model })}</p>;
  if (pull.failure) return <FailureNote failure={pull.failure} />;
  const problem = pull.ended?.problem;
  return (
    <p role="status">
      {problem ? (
        <Mark icon="alert" tone="bad">
          {t("model.pull_failed", { name: pull.model, why: t(`model.problem.${problem}`) })}
        </Mark>
      ) : (
        <Mark icon="check" tone="good">
          {t("model.pulled", { name: pull.model })}
        </Mark>
      )}
    </p>
  );
}

/** Ollama does not answer: how it comes to this computer. */
function Absent({ looking, onRetry }: { looking: boolean; onRetry: () => void }) {
  const { t } = useI18n();
  return (
    <div className={classes.form} role="alert">
      <p>{t("model.absent")}</p>
      <ol className={classes.install}>
        <li>
          {t("model.install")} <Code>https://ollama.com/download</Code>
        </li>
        <li>
          {t("model.install_start")} <Code>ollama serve</Code>
        </li>
      </ol>
      <div>
        <Button variant="default" loading={looking} onClick={onRetry}>
          {t("shared.retry")}
        </Button>
      </div>
    </div>
  );
}

function Item({ connection, name, onDeleted }: { connection: Connection; name: string; onDeleted: () => void }) {
  const { t } = useI18n();
  const [sure, setSure] = useState(false);
  const run = useRun("deletePulledModel");
  const remove = () => run.mutate({ connection_id: connection.connection_id, model: name }, { onSuccess: (ended) => ended.problem === null && onDeleted() });
  const problem: ModelProblem | null = run.data?.problem ?? null;
  return (
    <li className={classes.item}>
      <div>
        <strong>{name}</strong>
        {sure ? <p>{t(name === connection.model ? "model.pulled_delete_used" : "model.pulled_delete_hint")}</p> : null}
        {problem ? (
          <Mark icon="alert" tone="bad">
            {t(`model.problem.${problem}`)}
          </Mark>
        ) : null}
        <FailureNote failure={run.error} />
      </div>
      <div className={classes.tools}>
        {sure ? (
          <>
            <Button size="compact-sm" variant="default" autoFocus onClick={() => setSure(false)}>
              {t("shared.cancel")}
            </Button>
            <Button size="compact-sm" color="red" loading={run.isPending} aria-label={t("model.pulled_delete_sure", { name })} onClick={remove}>
              {t("model.delete")}
            </Button>
          </>
        ) : (
          <Button size="compact-sm" variant="default" aria-label={t("model.delete_of", { name })} onClick={() => setSure(true)}>
            {t("model.delete")}
          </Button>
        )}
      </div>
    </li>
  );
}

/** The models that an Ollama has; more are fetched, and some are deleted. */
export function OllamaModels({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useI18n();
  const { connection_id } = connection;
  // Asked once: whoever wants to know more asks again.
  const list = useQuery({ queryKey: ["models at", connection_id], queryFn: () => call("testModelConnection", { connection_id }), retry: false, staleTime: Infinity, gcTime: 0 });
  const look = () => void list.refetch();
  const { pull, begin } = usePull(connection_id, (name) => {
    announce(t("model.pulled", { name }));
    look();
  });
  const [model, setModel] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin(model.trim());
  };
  const found = list.data;
  return (
    <Dialog title={t("model.models_of", { name: connection.name })} size="lg" onClose={onClose}>
      <FailureNote failure={list.error} />
      {found?.problem === "unreachable" ? (
        <Absent looking={list.isFetching} onRetry={look} />
      ) : found?.problem ? (
        <Mark icon="alert" tone="bad">
          {t(`model.problem.${found.problem}`)}
        </Mark>
      ) : found ? (
        <div className={classes.form}>
          {found.models.length === 0 ? (
            <p>{t("model.models_none")}</p>
          ) : (
            <ul className={classes.items}>
              {found.models.map((name) => (
                <Item key={name} connection={connection} name={name} onDeleted={look} />
              ))}
            </ul>
          )}
          <form onSubmit={submit} className={classes.form}>
            <TextInput label={t("model.pull_name")} description={t("model.pull_hint")} required withAsterisk={false} autoComplete="off" spellCheck={false} value={model} onChange={(event) => setModel(event.currentTarget.value)} />
            <div>
              <Button type="submit" disabled={pull?.run !== undefined}>
                {t("model.pull")}
              </Button>
            </div>
          </form>
          {pull ? <Pulling pull={pull} /> : null}
        </div>
      ) : list.error ? null : (
        <Loading />
      )}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t(pull?.run ? "model.pull_close" : "shared.close")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
