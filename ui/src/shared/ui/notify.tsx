import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { WireFailure } from "@api/bindings";
import { describe, inWords } from "../failures";
import { translate, useI18n, type MessageId, type Values } from "../i18n";

type DoneProps = { message: MessageId; values?: Values | undefined; undo?: (() => void) | undefined };

/** A component, so that its words follow when the language changes while it is shown. */
function Done({ message, values, undo }: DoneProps) {
  const { t } = useI18n();
  return (
    <span style={{ display: "flex", alignItems: "center", gap: 12, justifyContent: "space-between" }}>
      {t(message, values)}
      {undo ? (
        <Button size="compact-sm" variant="default" onClick={undo}>
          {t("shared.undo")}
        </Button>
      ) : null}
    </span>
  );
}

/** Says that something is done, with a way back where there is one. */
export function notifyDone(message: MessageId, { values, undo }: { values?: Values; undo?: () => void } = {}): void {
  const id = `done-${Date.now()}`;
  const back = undo && (() => {
    notifications.hide(id);
    undo();
  });
  notifications.show({
    id,
    autoClose: undo ? 10_000 : 4000,
    withBorder: true,
    closeButtonProps: { "aria-label": translate("shared.close") },
    message: <Done message={message} values={values} undo={back} />,
  });
}

/** For failures without a place of their own on the screen. */
export function notifyFailure(failure: WireFailure): void {
  const { severity } = describe(failure.type);
  if (severity === "silent" || failure.type === "Unauthenticated") return;
  const words = inWords(failure);
  notifications.show({
    color: "red",
    autoClose: 8000,
    withBorder: true,
    title: words.title,
    message: words.hint,
    closeButtonProps: { "aria-label": translate("shared.close") },
  });
}
