import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { EngineInfo, EngineTest, WireFailure } from "@api/bindings";
import { reading, stream, type Run } from "@api/query";
import { formatNumber } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, announce, Card, ErrorState, FailureNote, Loading, Mark } from "@shared/ui";
import { SpeechKey } from "./SpeechKey";
import classes from "./scribe.module.css";

type Trial = { run?: Run<EngineTest>; outcome?: EngineTest; failure?: WireFailure };

function Engine({ info, voice }: { info: EngineInfo; voice: boolean }) {
  const { t } = useI18n();
  const [trial, setTrial] = useState<Trial>({});
  const said = ({ problem, took_ms }: EngineTest) => {
    const seconds = formatNumber(took_ms / 1000, 1);
    return problem === null ? t("speech.works", { seconds }) : t("speech.works_not", { seconds, reason: t(`speech.problem.${problem}`) });
  };
  const test = () => {
    const run = stream("testEngine", { name: info.name, voice }, () => undefined);
    setTrial({ run });
    run.result.then(
      (outcome) => {
        setTrial((now) => (now.run === run ? { outcome } : now));
        announce(`${info.name}: ${said(outcome)}`);
      },
      (failure: WireFailure) => setTrial((now) => (now.run === run ? { failure } : now)),
    );
  };
  const running = trial.run;
  // Whoever leaves the page no longer waits for it.
  useEffect(() => () => running?.stop(), [running]);
  return (
    <li className={classes.engine}>
      <div>
        <strong>{info.name}</strong>
        <p>
          {t(`speech.kind.${info.kind}`)} · {t(info.local ? "speech.here" : "speech.remote")}
        </p>
        {info.address === null ? null : <Mark icon={info.key ? "lock" : undefined}>{t(`speech.key.${info.key ?? "none"}`)}</Mark>}
        {info.blocked ? (
          <Mark icon="alert" tone="warn">
            {t(`speech.problem.${info.blocked}`)}
          </Mark>
        ) : null}
        {trial.outcome ? (
          <Mark icon={trial.outcome.problem === null ? "check" : "alert"} tone={trial.outcome.problem === null ? "good" : "bad"}>
            {said(trial.outcome)}
          </Mark>
        ) : null}
        <FailureNote failure={trial.failure} />
      </div>
      <div className={classes.engineTools}>
        <Action size="compact-sm" variant="default" needs="recording:write" loading={running !== undefined} aria-label={t("speech.test_of", { name: info.name })} onClick={test}>
          {t("speech.test")}
        </Action>
        {info.address === null ? null : <SpeechKey info={info} address={info.address} />}
      </div>
    </li>
  );
}

function Engines({ title, none, items, voice }: { title: string; none: string; items: readonly EngineInfo[]; voice: boolean }) {
  return (
    <section className={classes.engineGroup}>
      <h3>{title}</h3>
      {items.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul className={classes.engines}>
          {items.map((info) => (
            <Engine key={info.name} info={info} voice={voice} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What turns sound into words and what reads aloud: of which kind each is, whether anything leaves the machine, and whether it works. */
export function SpeechSetup() {
  const { t } = useI18n();
  const can = useCan();
  const allowed = can("recording:read");
  // Whoever runs the program may have changed it a moment ago.
  const engines = useQuery({ ...reading("listEngines", {}), enabled: allowed, refetchOnMount: "always", refetchOnWindowFocus: true });
  if (!allowed) return null;
  return (
    <Card title={t("speech.title")}>
      <p>{t("speech.hint")}</p>
      {engines.error && !engines.data ? (
        <ErrorState failure={engines.error} onRetry={() => void engines.refetch()} />
      ) : !engines.data ? (
        <Loading />
      ) : (
        <>
          {engines.data.problem === null ? null : (
            <div role="alert">
              <Mark icon="alert" tone="bad">
                {t("speech.file_problem")} {engines.data.problem}
              </Mark>
            </div>
          )}
          <Engines title={t("speech.engines")} none={t("speech.engines_none")} items={engines.data.items} voice={false} />
          <Engines title={t("speech.voices")} none={t("speech.voices_none")} items={engines.data.voices} voice />
        </>
      )}
    </Card>
  );
}
