import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useCommand } from "@shared/commands";
import { useI18n, type MessageId } from "@shared/i18n";
import type { Permission } from "@shared/permissions";
import { useCan, useMe } from "@shared/session";
import { Icon, type IconName, notifyDone } from "@shared/ui";
import { statusStore, summarize } from "@shared/status";
import { flushAll } from "@shared/saving";
import { OutsideChip } from "@features/models";
import { RecorderChip } from "@features/scribe";
import { AskPassphrase } from "@features/vault";
import { JobTray } from "@features/workflows";
import { KeySheet } from "./KeySheet";
import { Palette } from "./Palette";
import { StatusChip } from "./StatusChip";
import { SignOutDialog, UserMenu, useSignOut } from "./UserMenu";
import { moveInList, openInList } from "./lists";
import { CommandKeys } from "@shared/ui";
import classes from "./shell.module.css";

type Entry = { to: "/" | "/patients" | "/import" | "/ask" | "/admin" | "/settings"; command: string; icon: IconName; words: MessageId; any: Permission[]; group: 1 | 2 };
const ENTRIES: readonly Entry[] = [
  { to: "/", command: "go.today", icon: "today", words: "nav.today", any: [], group: 1 },
  { to: "/patients", command: "go.patients", icon: "patients", words: "nav.patients", any: ["patient:read"], group: 1 },
  { to: "/import", command: "go.import", icon: "upload", words: "nav.import", any: ["patient:import"], group: 1 },
  { to: "/ask", command: "go.ask", icon: "bulb", words: "nav.ask", any: ["model:use"], group: 1 },
  { to: "/admin", command: "go.admin", icon: "shield", words: "nav.admin", any: ["user:read", "audit:read"], group: 2 },
  { to: "/settings", command: "go.settings", icon: "sliders", words: "nav.settings", any: [], group: 2 },
];

function useAllowed(entry: Entry): boolean {
  const can = useCan();
  return entry.any.length === 0 || entry.any.some(can);
}

function RailEntry({ entry }: { entry: Entry }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const allowed = useAllowed(entry);
  useCommand(entry.command, () => void navigate({ to: entry.to }), allowed);
  if (!allowed) return null;
  return (
    <Link to={entry.to} className={classes.entry} activeProps={{ className: classes.current ?? "" }} activeOptions={{ exact: entry.to === "/" }}>
      <Icon name={entry.icon} size={20} />
      <span>{t(entry.words)}</span>
      <CommandKeys id={entry.command} />
    </Link>
  );
}

function Rail() {
  const { t } = useI18n();
  const me = useMe();
  return (
    <aside className={`${classes.rail} no-print`}>
      <div className={classes.brand}>
        <img src="/icon.svg" alt="" width={30} height={30} />
        <div>
          <strong>Praxis</strong>
          <span title={me.organization.name}>{me.organization.name}</span>
        </div>
      </div>
      <nav aria-label={t("nav.main")}>
        {ENTRIES.filter((entry) => entry.group === 1).map((entry) => (
          <RailEntry key={entry.to} entry={entry} />
        ))}
        <hr />
        {ENTRIES.filter((entry) => entry.group === 2).map((entry) => (
          <RailEntry key={entry.to} entry={entry} />
        ))}
      </nav>
    </aside>
  );
}

/** The frame around every screen. */
export function Shell() {
  const { t } = useI18n();
  const [layer, setLayer] = useState<"palette" | "keys" | null>(null);
  const signOut = useSignOut();
  // At once, so that no letter typed right afterwards is lost.
  useCommand("palette.open", () => flushSync(() => setLayer("palette")));
  useCommand("keys.show", () => setLayer("keys"));
  const go = useNavigate();
  useCommand("go.models", () => void go({ to: "/settings/models" }), useCan()("model:read"));
  useCommand("session.sign_out", () => void signOut());
  useCommand("list.next", () => moveInList(1), true, true);
  useCommand("list.previous", () => moveInList(-1), true, true);
  useCommand("list.open", openInList, true, true);
  useCommand("save.reassure", () => {
    flushAll();
    if (summarize(statusStore.get()) === "saved") notifyDone("status.reassure");
  });
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      flushAll();
      if (statusStore.get().pending.length > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", leave);
    return () => window.removeEventListener("beforeunload", leave);
  }, []);
  return (
    <div className={classes.frame}>
      <a className={`${classes.skip} no-print`} href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>
        {t("nav.skip")}
      </a>
      <Rail />
      <header className={`${classes.bar} no-print`}>
        <button type="button" className={classes.search} onClick={() => setLayer("palette")}>
          <Icon name="search" />
          <span>{t("palette.hint")}</span>
          <CommandKeys id="palette.open" />
        </button>
        <div className={classes.tools}>
          <RecorderChip />
          <OutsideChip />
          <StatusChip />
          <JobTray />
          <UserMenu onKeys={() => setLayer("keys")} />
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      {layer === "palette" ? <Palette onClose={() => setLayer(null)} /> : null}
      <AskPassphrase />
      <SignOutDialog />
      {layer === "keys" ? <KeySheet onClose={() => setLayer(null)} /> : null}
    </div>
  );
}
