import { keyLabels } from "../commands/keys";
import { keysOf } from "../commands";
import classes from "./ui.module.css";

export function Keys({ keys }: { keys: string }) {
  return (
    <span className={classes.keys} aria-hidden="true">
      {keyLabels(keys).map((label, at) => (
        <kbd key={at}>{label}</kbd>
      ))}
    </span>
  );
}

/** The keys of a command, where it has any. */
export function CommandKeys({ id }: { id: string }) {
  const keys = keysOf(id);
  return keys ? <Keys keys={keys} /> : null;
}
