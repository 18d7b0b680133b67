import type { Recording } from "@api/bindings";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { Action, CommandKeys, notifyDone } from "@shared/ui";
import { useGoOn } from "../hooks/useGoOn";
import { useDesk } from "../services/desk";

/** A recording that nobody stopped: it goes on, or it ends. What is left of a file only ends. */
export function Recovered({ item, command }: { item: Recording; /** Goes on with it, too. */ command?: string | undefined }) {
  const { t } = useI18n();
  const desk = useDesk();
  const { live } = useStore(desk.recording);
  const goOn = useGoOn();
  const finish = async () => {
    if (await desk.recording.alone()) desk.queue.add(item.recording_id, { kind: "stop" });
    else notifyDone("recording.trouble.elsewhere");
  };
  return (
    <>
      {item.source === "file" ? null : (
        <Action
          size="compact-sm"
          icon="record"
          needs="recording:write"
          unless={live ? t("waiting.busy") : null}
          command={command}
          rightSection={command ? <CommandKeys id={command} /> : null}
          onClick={() => void goOn(item)}
        >
          {t("waiting.continue")}
        </Action>
      )}
      <Action size="compact-sm" variant="default" icon="stop" needs="recording:write" onClick={() => void finish()}>
        {t("waiting.finish")}
      </Action>
    </>
  );
}
