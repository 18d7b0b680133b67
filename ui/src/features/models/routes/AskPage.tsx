import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { ChatPreview, PlannedStep } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { useCommand } from "@shared/commands";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, Card, DeniedState, Dialog, DialogButtons, ErrorState, FailureNote, Icon, Loading, Page, useTitle } from "@shared/ui";
import { ExchangeView } from "../components/ExchangeView";
import { StepList } from "../components/StepList";
import { useChat } from "../hooks/useChat";
import { askable, messagesOf } from "../services/chat";
import classes from "../components/ask.module.css";

/** After this time it is looked again whether one that is left alone may be asked. */
const AGAIN_MS = 10_000;

/** Before anything is sent outside: who gets it, and what it is. */
function Disclosure({ step, sent, onClose, onReady }: { step: PlannedStep; sent: string; onClose: () => void; onReady: () => void }) {
  const { t } = useI18n();
  const shown = useRun("acknowledgeModelDisclosure");
  return (
    <Dialog title={t("model.disclosure", { name: step.name })} size="lg" onClose={onClose}>
      <p>{t("ask.disclosure", { name: step.name, host: step.host, model: step.model })}</p>
      <pre className={classes.sent} tabIndex={0} aria-label={t("model.sent")}>
        {sent}
      </pre>
      <FailureNote failure={shown.error} />
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("shared.cancel")}
        </Button>
        <Button data-autofocus loading={shown.isPending} onClick={() => shown.mutate({ connection_id: step.connection_id }, { onSuccess: onReady })}>
          {t("model.send")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** What belongs here, who is asked, and why nobody is. */
function Rules({ steps, reason }: { steps: readonly PlannedStep[]; reason: string | null }) {
  const { t } = useI18n();
  const mayChoose = useCan()("model:write");
  return (
    <Card>
      <p className={classes.notice}>
        <Icon name="shield" />
        <span>{t("ask.notice")}</span>
      </p>
      {reason ? <p className={classes.reason}>{reason}</p> : null}
      {steps.length > 0 ? <StepList steps={steps} /> : null}
      {reason && mayChoose ? (
        <p>
          <Link to="/settings/models">{t("ask.settings")}</Link>
        </p>
      ) : null}
    </Card>
  );
}

function Ask({ preview }: { preview: ChatPreview }) {
  const { t } = useI18n();
  const chat = useChat();
  const [text, setText] = useState("");
  const [disclosing, setDisclosing] = useState<PlannedStep | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const { exchanges, running } = chat;
  const who = askable(preview.steps);
  const reason = who !== "nobody" ? null : t(preview.steps.length === 0 ? "model.off" : "model.nobody");
  const ready = text.trim() !== "" && !running && reason === null;

  const send = () => {
    setDisclosing(null);
    chat.ask(text.trim());
    setText("");
    box.current?.focus();
  };
  const wish = () => {
    if (typeof who === "object") setDisclosing(who);
    else send();
  };
  const clear = () => {
    chat.clear();
    box.current?.focus();
  };
  useCommand("visit.main", wish, ready);
  useCommand("ask.stop", chat.stop, running);
  // A new question comes into sight; while its answer grows, the page stays where it is read.
  useEffect(() => {
    log.current?.lastElementChild?.scrollIntoView({ block: "start" });
  }, [exchanges.length]);

  return (
    <Page
      title={t("ask.title")}
      lead={t("ask.lead")}
      actions={
        exchanges.length > 0 ? (
          <Button variant="default" onClick={clear}>
            {t("ask.anew")}
          </Button>
        ) : null
      }
    >
      <Rules steps={preview.steps} reason={reason} />
      {/* Spoken are only the beginning and the end: words that come one by one cannot be listened to. */}
      <div ref={log} role="log" aria-live="off" aria-label={t("ask.log")} className={classes.log}>
        {exchanges.map((exchange, at) => (
          <ExchangeView key={at} exchange={exchange} latest={preview.latest} onAgain={at === exchanges.length - 1 && reason === null ? chat.again : null} />
        ))}
      </div>
      <div className={classes.composer}>
        <Textarea ref={box} label={t("ask.question")} autosize minRows={2} maxRows={8} autoFocus value={text} onChange={(event) => setText(event.currentTarget.value)} />
        {running ? (
          <Action variant="default" icon="stop" command="ask.stop" onClick={chat.stop}>
            {t("shared.stop")}
          </Action>
        ) : (
          <Action icon="bulb" command="visit.main" unless={reason} disabled={!ready} onClick={wish}>
            {t("ask.send")}
          </Action>
        )}
      </div>
      {disclosing ? (
        <Disclosure step={disclosing} sent={messagesOf(exchanges, text.trim()).map((message) => message.content).join("\n\n")} onClose={() => setDisclosing(null)} onReady={send} />
      ) : null}
    </Page>
  );
}

/** Free questions to the clinic's models, which concern no patient. */
export function AskPage() {
  const { t } = useI18n();
  useTitle(t("ask.title"));
  const allowed = useCan()("model:use");
  const preview = useQuery({
    ...reading("previewChat", {}),
    enabled: allowed,
    refetchOnMount: "always",
    refetchInterval: ({ state }) => (state.data && askable(state.data.steps) === "nobody" ? AGAIN_MS : false),
  });
  if (!allowed) return <DeniedState permission="model:use" />;
  if (preview.error && !preview.data) return <ErrorState whole failure={preview.error} onRetry={() => void preview.refetch()} />;
  return preview.data ? <Ask preview={preview.data} /> : <Loading />;
}
