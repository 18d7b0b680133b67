import type { ReactNode } from "react";
import classes from "../routes/settings.module.css";

/** One thing that can be set: what it is, and where. */
export function Setting({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <div className={classes.setting}>
      <div>
        <strong>{title}</strong>
        <p>{hint}</p>
      </div>
      {children}
    </div>
  );
}
