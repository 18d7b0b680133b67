import { Button, Loader, VisuallyHidden } from "@mantine/core";
import type { ModelCall } from "@api/bindings";
import { copyText } from "@platform/clipboard";
import { useI18n } from "@shared/i18n";
import { FailureNote, Icon, notifyDone } from "@shared/ui";
import type { Exchange } from "../services/chat";
import { StepList } from "./StepList";
import classes from "./ask.module.css";

/** Why there is no answer, or not the whole of it. */
function Failed({ exchange, latest, onAgain }: { exchange: Exchange; latest: ModelCall | null; onAgain: (() => void) | null }) {
  const { t } = useI18n();
  return (
    <div className={classes.failed} role="alert">
      <p>
        <Icon name="alert" size={15} /> {t(exchange.answer === "" ? "model.failed" : "ask.broken_off")}
      </p>
      {exchange.failure?.type !== "Unavailable" ? <FailureNote failure={exchange.failure} /> : onAgain && latest?.model === null ? <StepList steps={latest.steps} /> : null}
      {onAgain ? (
        <Button size="compact-sm" variant="default" leftSection={<Icon name="sync" size={15} />} onClick={onAgain}>
          {t("ask.again")}
        </Button>
      ) : null}
    </div>
  );
}

type Props = { exchange: Exchange; latest: ModelCall | null; onAgain: (() => void) | null };

/** A question and what a model said to it: text, whatever it looks like. */
export function ExchangeView({ exchange, latest, onAgain }: Props) {
  const { t } = useI18n();
  const { question, answer, provider, state } = exchange;
  const copy = () => void copyText(answer).then((copied) => notifyDone(copied ? "ask.copied" : "shared.not_copied"));
  return (
    <div className={classes.exchange}>
      <p className={classes.question}>
        <VisuallyHidden>{t("ask.question")}: </VisuallyHidden>
        {question}
      </p>
      {answer ? <p className={classes.answer}>{answer}</p> : null}
      {state === "failed" ? <Failed exchange={exchange} latest={latest} onAgain={onAgain} /> : null}
      <div className={classes.foot}>
        {state === "asking" ? (
          <>
            <Loader size="xs" aria-hidden="true" />
            {provider ? t("model.answering", { name: provider }) : t("model.asking")}
          </>
        ) : null}
        {state === "stopped" ? t("ask.stopped") : null}
        {state !== "asking" && provider ? <span>{provider}</span> : null}
        {state !== "asking" && answer ? (
          <Button size="compact-sm" variant="subtle" leftSection={<Icon name="file" size={15} />} onClick={copy}>
            {t("ask.copy")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
