import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import type { Language } from "@api/bindings";
import { activate, useI18n } from "@shared/i18n";
import classes from "./access.module.css";

/** The page before somebody is signed in. */
export function Cover({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  const { t, language } = useI18n();
  return (
    <main className={classes.cover}>
      <div className={classes.panel}>
        <div className={classes.brand}>
          <img src="/icon.svg" alt="" width={40} height={40} />
          <strong>Praxis</strong>
          <SegmentedControl
            size="xs"
            aria-label={t("settings.language")}
            value={language}
            onChange={(value) => void activate(value as Language)}
            data={[
              { value: "en", label: "English" },
              { value: "pl", label: "Polski" },
            ]}
          />
        </div>
        <h1>{title}</h1>
        <p className={classes.lead}>{lead}</p>
        {children}
      </div>
    </main>
  );
}
