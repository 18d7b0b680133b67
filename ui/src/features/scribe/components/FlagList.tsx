import type { Flag } from "@api/bindings";
import { useI18n } from "@shared/i18n";
import { Icon } from "@shared/ui";
import { flagWords } from "../services/flags";
import classes from "./scribe.module.css";

/** What differs between a sentence and the talk, with both values. */
export function FlagList({ flags }: { flags: readonly Flag[] }) {
  const { t } = useI18n();
  if (flags.length === 0) return null;
  return (
    <ul className={classes.flags}>
      {flags.map((flag, at) => (
        <li key={at}>
          <Icon name="flag" size={14} />
          <span>
            <b>{t(`check.${flag.check}`)}</b> {flagWords(flag)}
          </span>
        </li>
      ))}
    </ul>
  );
}
