import { Popover } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { reading } from "@api/query";
import { ariaKeys } from "@shared/commands/keys";
import { keysOf, useCommand } from "@shared/commands";
import { translate, useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { useStore } from "@shared/store";
import { announce, Icon, notifyDone, type IconName } from "@shared/ui";
import { justCutOff } from "../services/cutoff";
import { keepSending, LATE_MS, useDesk } from "../services/desk";
import { useGoOn } from "../hooks/useGoOn";
import { SPACE_MS } from "../hooks/useVisitRecorder";
import { DeafNote, Elapsed, Meter, PHASE_ICONS, SpaceNote, TroubleNote, usePhaseWords } from "./Microphone";
import classes from "./recorder.module.css";

function Tool({ icon, words, command, onClick }: { icon: IconName; words: string; command: string; onClick: () => void }) {
  const keys = keysOf(command);
  return (
    <button type="button" className={classes.tool} aria-label={words} title={words} aria-keyshortcuts={keys ? ariaKeys(keys) : undefined} onClick={onClick}>
      <Icon name={icon} size={16} />
    </button>
  );
}

/** Sound that is only on this computer, when it is more than the second that is being sent. */
function Unsent() {
  const { t } = useI18n();
  const { queue } = useDesk();
  const { waiting, inMemory } = useStore(queue);
  const ms = Object.values(waiting).reduce((sum, one) => sum + one.ms, 0);
  if (ms <= LATE_MS) return null;
  const seconds = Math.round(ms / 1000);
  const words = t(inMemory ? "recording.unsent_memory" : "recording.unsent", { seconds });
  return (
    <span className={classes.unsent} title={words}>
      <Icon name="cloudoff" size={14} />
      <span className={classes.long}>{words}</span>
      <span className={classes.short} aria-hidden="true">
        {seconds} s
      </span>
    </span>
  );
}

/** Says once when this computer cannot keep what the server does not have. */
function useMemoryWarning(inMemory: boolean): void {
  useEffect(() => {
    if (inMemory) notifyDone("recording.in_memory");
  }, [inMemory]);
}

/** In the frame of every screen: who is recorded, for how long, and whether it is safe. */
export function RecorderChip() {
  const { t } = useI18n();
  const can = useCan();
  const client = useQueryClient();
  const desk = useDesk();
  const { queue, recording } = desk;
  const { live, trouble, deaf } = useStore(recording);
  const { inMemory } = useStore(queue);
  const words = usePhaseWords(live);
  const goOn = useGoOn();
  const [opened, setOpened] = useState(false);
  useEffect(() => keepSending(desk, client), [desk, client]);
  useMemoryWarning(inMemory);

  // Of any recording, also one without a visit; how much space is left is told by no event.
  const waiting = reading("listWaitingRecordings", {});
  const { data } = useQuery({ ...waiting, enabled: live !== null && can("recording:read"), refetchInterval: SPACE_MS });
  const space = data?.space_left_mb ?? null;
  // A visit's own screen says by itself that space is short.
  const short = live !== null && space !== null;
  const worried = live !== null && (deaf || trouble !== null || (short && live.visitId === null));
  useEffect(() => setOpened(worried), [worried]);

  const capture = async () => {
    // Whoever loads the page anew by mistake goes on with what she recorded.
    const cutOff = await justCutOff(() => client.fetchQuery(waiting).then(({ items }) => items, () => []));
    if (cutOff) {
      await goOn(cutOff);
      return;
    }
    if (await recording.start({ visitId: null, patientName: null })) return;
    const why = recording.get().trouble;
    if (!why) return;
    announce(translate(`recording.trouble.${why}`));
    notifyDone(`recording.trouble.${why}`);
  };
  const press = () => {
    if (live) recording.toggle();
    else if (document.querySelector("[aria-modal='true']") === null) void capture();
  };
  useCommand("record.toggle", press, can("recording:write"), true);
  useCommand("record.stop", () => void recording.stop(), live !== null);
  useCommand("record.mark", () => recording.marker(), live?.phase === "recording");

  if (!live)
    return (
      <span className={classes.after}>
        <Unsent />
      </span>
    );
  const name = live.patientName ?? t("recording.without_patient");
  return (
    <Popover opened={opened} onChange={setOpened} width={320} position="bottom" withArrow withRoles={false}>
      <Popover.Target>
        <div className={classes.chip} data-phase={live.phase} role="group" aria-label={t("recording.chip", { state: words, name })}>
          <span className={classes.state}>
            <Icon name={PHASE_ICONS[live.phase]} size={16} />
            <span>{words}</span>
          </span>
          {live.visitId ? (
            <Link to="/visits/$visitId" params={{ visitId: live.visitId }} className={classes.name}>
              {name}
            </Link>
          ) : (
            <span className={classes.name}>{name}</span>
          )}
          <Elapsed />
          <Meter />
          <Unsent />
          {worried || short ? <Tool icon={deaf || trouble ? "micoff" : "alert"} words={t(deaf || trouble ? "recording.deaf" : "recording.space_short")} command="" onClick={() => setOpened(!opened)} /> : null}
          {live.phase === "paused" ? (
            <Tool icon="record" words={t("recording.resume")} command="record.toggle" onClick={() => void recording.resume()} />
          ) : (
            <Tool icon="pause" words={t("recording.pause")} command="record.toggle" onClick={() => void recording.pause()} />
          )}
          <Tool icon="stop" words={t("recording.stop")} command="record.stop" onClick={() => void recording.stop()} />
        </div>
      </Popover.Target>
      <Popover.Dropdown>{trouble ? <TroubleNote trouble={trouble} /> : deaf ? <DeafNote /> : space !== null ? <SpaceNote megabytes={space} /> : null}</Popover.Dropdown>
    </Popover>
  );
}
