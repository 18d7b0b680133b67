/** How a screen or a part of it says that it is empty, loading, broken or not allowed. */
import { Button, Loader } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import type { WireFailure } from "@api/bindings";
import { describe, inWords } from "../failures";
import { useI18n, type MessageId } from "../i18n";
import { holders, type Permission } from "../permissions";
import { Icon, type IconName } from "./Icon";
import classes from "./ui.module.css";

/** What a whole page says carries the page's heading, so that a screen reader finds it like any other. */
function Title({ whole, children }: { whole: boolean; children: ReactNode }) {
  const Tag = whole ? "h1" : "p";
  return <Tag className={classes.stateTitle}>{children}</Tag>;
}

type EmptyProps = { icon: IconName; title: string; children?: ReactNode; actions?: ReactNode; whole?: boolean };

export function EmptyState({ icon, title, children, actions, whole = false }: EmptyProps) {
  return (
    <div className={classes.state}>
      <span className={classes.stateIcon}>
        <Icon name={icon} size={26} />
      </span>
      <Title whole={whole}>{title}</Title>
      {children ? <div className={classes.stateText}>{children}</div> : null}
      {actions ? <div className={classes.stateActions}>{actions}</div> : null}
    </div>
  );
}

/** Appears only when something takes longer than a blink. */
export function Loading({ label = "shared.loading" }: { label?: MessageId }) {
  const { t } = useI18n();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.loading} role="status" aria-busy="true">
      {late ? (
        <>
          <Loader size="sm" />
          <span>{t(label)}</span>
        </>
      ) : null}
    </div>
  );
}

function Reference({ failure }: { failure: WireFailure }) {
  const { t } = useI18n();
  if (!failure.reference) return null;
  return <p className={classes.reference}>{t("failure.reference", { reference: failure.reference })}</p>;
}

export function ErrorState({ failure, onRetry, whole = false }: { failure: WireFailure; onRetry?: () => void; whole?: boolean }) {
  const { t } = useI18n();
  const words = inWords(failure);
  return (
    <div className={classes.state} role="alert">
      <span className={`${classes.stateIcon} ${classes.bad}`}>
        <Icon name="alert" size={26} />
      </span>
      <Title whole={whole}>{words.title}</Title>
      <div className={classes.stateText}>{words.hint}</div>
      <Reference failure={failure} />
      {onRetry && describe(failure.type).retry ? (
        <div className={classes.stateActions}>
          <Button variant="default" leftSection={<Icon name="sync" />} onClick={onRetry}>
            {t("shared.retry")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** A failure beside the control that caused it. */
export function FailureNote({ failure, fields = [] }: { failure: WireFailure | null | undefined; fields?: readonly string[] }) {
  if (!failure || describe(failure.type).severity === "silent") return null;
  if (failure.field && fields.includes(failure.field)) return null;
  const words = inWords(failure);
  return (
    <div className={classes.failure} role="alert">
      <Icon name="alert" />
      <div>
        <strong>{words.title}</strong>
        <div>{words.hint}</div>
        <Reference failure={failure} />
      </div>
    </div>
  );
}

function useHolders(permission: Permission): string {
  const { t } = useI18n();
  return holders(permission)
    .map((role) => t(`role.${role}`))
    .join(", ");
}

/** Why something is not allowed, and who may do it. */
export function useReason(permission: Permission): string {
  const { t } = useI18n();
  return t("shared.not_allowed", { roles: useHolders(permission) });
}

export function DeniedState({ permission }: { permission: Permission }) {
  const { t } = useI18n();
  return (
    <EmptyState whole icon="lock" title={t("failure.forbidden")}>
      {t("shared.who_may", { roles: useHolders(permission) })}
    </EmptyState>
  );
}
