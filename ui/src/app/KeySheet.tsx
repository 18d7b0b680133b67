import { allCommands, type CommandGroup } from "@shared/commands";
import { useI18n } from "@shared/i18n";
import { Dialog, Keys } from "@shared/ui";
import { useMe } from "@shared/session";
import classes from "./shell.module.css";

export const GROUPS: readonly CommandGroup[] = ["general", "go", "list", "patient", "visit"];

/** All keys, made from the registry. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const { preferences } = useMe();
  return (
    <Dialog title={t("command.keys")} onClose={onClose} size="xl">
      {preferences.single_keys ? null : <p>{t("keys.single_off")}</p>}
      <div className={classes.sheet}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(`command.group.${group}`)}</h3>
            <dl>
              {allCommands()
                .filter((command) => command.group === group && command.keys.length > 0)
                .map((command) => (
                  <div key={command.id}>
                    <dt>{t(command.title)}</dt>
                    <dd>
                      {command.keys.map((keys) => (
                        <Keys key={keys} keys={keys} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
