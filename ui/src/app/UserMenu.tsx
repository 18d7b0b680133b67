import { Button, Menu, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRun } from "@api/query";
import { useI18n } from "@shared/i18n";
import { flushAll } from "@shared/saving";
import { useMe } from "@shared/session";
import { dropPending } from "@shared/status";
import { Store, useStore } from "@shared/store";
import { Dialog, DialogButtons, Icon, notifyFailure } from "@shared/ui";
import { useDesk } from "@features/scribe";
import classes from "./shell.module.css";

/** True while it is asked whether to leave sound behind. */
const askingStore = new Store(false);

function useLeave(): () => Promise<void> {
  const run = useRun("signOut");
  const { recording } = useDesk();
  return async () => {
    askingStore.set(false);
    await recording.stop();
    flushAll();
    try {
      await run.mutateAsync({});
      // What waits was agreed to wait; the browser need not ask again.
      dropPending("sound/");
      // A new start, so that nothing of this person stays in memory.
      window.location.assign("/");
    } catch {
      if (run.error) notifyFailure(run.error);
    }
  };
}

/** Signs out; while sound is recorded or on its way, only after a question. */
export function useSignOut(): () => Promise<void> {
  const leave = useLeave();
  const { queue, recording } = useDesk();
  return async () => {
    if (recording.get().live || queue.unsent() > 0) askingStore.set(true);
    else await leave();
  };
}

export function SignOutDialog() {
  const { t } = useI18n();
  const asking = useStore(askingStore);
  const leave = useLeave();
  const { queue, recording } = useDesk();
  const { live } = useStore(recording);
  const { inMemory } = useStore(queue);
  const close = () => askingStore.set(false);
  if (!asking) return null;
  return (
    <Dialog title={t("command.sign_out")} onClose={close}>
      <p>{t(live ? "sign_out.recording" : inMemory ? "sign_out.unsent_memory" : "sign_out.unsent")}</p>
      <DialogButtons>
        <Button variant="default" data-autofocus onClick={close}>
          {t("shared.back")}
        </Button>
        <Button color="red" onClick={() => void leave()}>
          {t("command.sign_out")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function initials(name: string): string {
  const words = name.replace(/^(dr|lek)\.?\s+/i, "").split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.[0] ?? "").join("").toUpperCase();
}

export function UserMenu({ onKeys }: { onKeys: () => void }) {
  const { t } = useI18n();
  const me = useMe();
  const signOut = useSignOut();
  return (
    <Menu width={230}>
      <Menu.Target>
        <button type="button" className={classes.user}>
          <span className={classes.initials} data-initials={initials(me.user.display_name)} />
          <span>
            {me.user.display_name}
            <VisuallyHidden>, {t("user.menu")}</VisuallyHidden>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.user.roles.map((role) => t(`role.${role}`)).join(", ")}</Menu.Label>
        <Menu.Item leftSection={<Icon name="sliders" />} renderRoot={(props) => <Link to="/settings" {...props} />}>
          {t("nav.settings")}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keyboard" />} onClick={onKeys}>
          {t("command.keys")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="logout" />} onClick={() => void signOut()}>
          {t("command.sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
