import { Menu, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRun } from "@api/query";
import { useI18n } from "@shared/i18n";
import { flushAll } from "@shared/saving";
import { useMe } from "@shared/session";
import { Icon, notifyFailure } from "@shared/ui";
import classes from "./shell.module.css";

export function useSignOut(): () => Promise<void> {
  const run = useRun("signOut");
  return async () => {
    flushAll();
    try {
      await run.mutateAsync({});
      // A new start, so that nothing of this person stays in memory.
      window.location.assign("/");
    } catch {
      if (run.error) notifyFailure(run.error);
    }
  };
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
