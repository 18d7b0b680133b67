import { Button, Modal, Tooltip, type ButtonProps } from "@mantine/core";
import { useEffect, type ComponentPropsWithoutRef, type ReactNode } from "react";
import { keysOf } from "../commands";
import { ariaKeys } from "../commands/keys";
import { useI18n } from "../i18n";
import type { Permission } from "../permissions";
import { useCan } from "../session";
import { Icon, type IconName } from "./Icon";
import { CommandKeys } from "./Keys";
import { announce } from "./announce";
import { useReason } from "./states";
import { useFocusBack } from "./useFocusBack";
import classes from "./ui.module.css";

type ActionProps = ButtonProps & Omit<ComponentPropsWithoutRef<"button">, keyof ButtonProps> & {
  icon?: IconName;
  /** Shows the keys of this command. */
  command?: string;
  /** Disabled with the reason for whoever lacks it. */
  needs?: Permission;
  /** Why it cannot be used just now. */
  unless?: string | null;
};

/** A button that knows its keys and says why it cannot be used. */
export function Action({ icon, command, needs, unless, children, disabled, onClick, ...rest }: ActionProps) {
  const can = useCan();
  const denied = useReason(needs ?? "patient:read");
  const reason = needs && !can(needs) ? denied : (unless ?? null);
  const keys = command ? keysOf(command) : undefined;
  const blocked = Boolean(disabled) || reason !== null;
  const button = (
    <Button
      leftSection={icon ? <Icon name={icon} /> : undefined}
      aria-keyshortcuts={keys ? ariaKeys(keys) : undefined}
      aria-disabled={blocked || undefined}
      data-disabled={blocked || undefined}
      onClick={(event) => {
        if (blocked) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    >
      {children}
    </Button>
  );
  if (!reason && !command) return button;
  return (
    <Tooltip label={reason ?? <CommandKeys id={command ?? ""} />} disabled={!reason && !keys} multiline maw={320}>
      {button}
    </Tooltip>
  );
}

type DialogProps = { title: string; onClose: () => void; children: ReactNode; size?: string; patient?: ReactNode };

/** A dialog; whichever writes shows the patient again. */
export function Dialog({ title, onClose, children, size = "md", patient }: DialogProps) {
  const { t } = useI18n();
  useFocusBack();
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": t("shared.close") }} centered>
      {patient ? <div className={classes.dialogPatient}>{patient}</div> : null}
      {children}
    </Modal>
  );
}

export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={classes.dialogButtons}>{children}</div>;
}

/** The window's title begins with the patient, so that two windows are told apart; going to another page is spoken. */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), "Praxis"].join(" · ");
  useEffect(() => {
    if (document.title === title) return;
    // The browser itself speaks the first one.
    if (document.title.includes("·")) announce(title);
    document.title = title;
  }, [title]);
}

export function Page({ title, actions, children, lead, wide }: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode; wide?: boolean }) {
  return (
    <div className={`${classes.page} ${wide ? classes.wide : ""}`}>
      <header className={classes.pageHead}>
        <div>
          <h1>{title}</h1>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={classes.pageActions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

export function Card({ title, actions, children, flush }: { title?: ReactNode; actions?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className={`${classes.card} ${flush ? classes.flush : ""}`}>
      {title || actions ? (
        <header className={classes.cardHead}>
          <h2>{title}</h2>
          {actions}
        </header>
      ) : null}
      {children}
    </section>
  );
}

export type Tone = "neutral" | "accent" | "good" | "warn" | "bad";
/** A state as icon and word. */
export function Mark({ icon, tone = "neutral", children }: { icon?: IconName; tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.mark} data-tone={tone}>
      {icon ? <Icon name={icon} size={14} /> : null}
      {children}
    </span>
  );
}
