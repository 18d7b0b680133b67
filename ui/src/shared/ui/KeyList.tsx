import { VisuallyHidden } from "@mantine/core";
import { allCommands, type CommandGroup } from "../commands";
import { keyLabels } from "../commands/keys";
import { useI18n } from "../i18n";
import { Keys } from "./Keys";
import classes from "./ui.module.css";

export const GROUPS: readonly CommandGroup[] = ["general", "go", "list", "patient", "visit"];

/** All keys, made from the registry. They are what is listed, so they are spoken here as well. */
export function KeyList() {
  const { t } = useI18n();
  return (
    <div className={classes.keyList}>
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
                      <span key={keys}>
                        <Keys keys={keys} />
                        <VisuallyHidden>{keyLabels(keys).join(" ")}</VisuallyHidden>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
