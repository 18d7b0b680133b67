import { Button, NativeSelect, Progress, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { AuditEntry, AuditProgress, AuditVerdict, WireFailure } from "@api/bindings";
import { reading, stream, type Run } from "@api/query";
import { useCommand } from "@shared/commands";
import { formatMoment, formatNumber } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { AdminTabs, announce, Card, DeniedState, EmptyState, ErrorState, FailureNote, Icon, Loading, Page, useTitle } from "@shared/ui";
import { inWords } from "../services/words";
import classes from "./audit.module.css";

const PAGE = 100;

function Verdict({ verdict }: { verdict: AuditVerdict }) {
  const { t } = useI18n();
  const { problem } = verdict;
  const words = problem ? t("audit.broken", { damage: t(`audit.damage.${problem.kind}`), sequence: problem.sequence, chain: problem.chain }) : t("audit.intact", { count: verdict.checked });
  return (
    <div className={classes.verdict} data-intact={verdict.intact} role="status">
      <Icon name={verdict.intact ? "shield" : "alert"} size={20} />
      {words}
    </div>
  );
}

type Check = { run?: Run<AuditVerdict>; progress?: AuditProgress; verdict?: AuditVerdict; failure?: WireFailure };

/** A running check, which long logs make worth watching. */
function Checking({ check }: { check: Check }) {
  const { t } = useI18n();
  const { run, progress } = check;
  if (!run || !progress) return null;
  const words = t("audit.checking", { done: formatNumber(progress.checked), total: formatNumber(progress.total) });
  return (
    <div className={classes.checking}>
      <Progress value={(100 * progress.checked) / Math.max(1, progress.total)} aria-label={words} size="sm" style={{ flex: 1 }} />
      {words}
      <Button variant="default" size="compact-sm" onClick={run.stop}>
        {t("shared.stop")}
      </Button>
    </div>
  );
}

function Row({ entry }: { entry: AuditEntry }) {
  const { t } = useI18n();
  return (
    <tr>
      <td className={classes.mono}>{entry.sequence}</td>
      <td>{formatMoment(entry.at)}</td>
      <td>{entry.user_name ?? t("audit.nobody")}</td>
      <td>
        <strong>{entry.action}</strong> <span className={classes.outcome}>{inWords("outcome", entry.outcome)}</span>
      </td>
      <td>
        {inWords("resource", entry.resource)}{" "}
        {entry.patient_id ? (
          <Link to="/patients/$patientId" params={{ patientId: entry.patient_id }}>
            {t("audit.patient")}
          </Link>
        ) : null}
      </td>
      <td>{inWords("origin", entry.origin)}</td>
    </tr>
  );
}

/** Who did what, and the proof that nobody changed the list. */
export function AuditPage() {
  const { t } = useI18n();
  useTitle(t("admin.audit"));
  const can = useCan();
  const allowed = can("audit:read");
  const [filters, setFilters] = useState({ user_id: "", action: "", from: "", to: "" });
  const [offset, setOffset] = useState(0);
  const [check, setCheck] = useState<Check>({});
  const filled = Object.fromEntries(Object.entries(filters).filter(([, value]) => value.trim() !== ""));
  const page = useQuery({ ...reading("listAudit", { ...filled, limit: PAGE, offset }), enabled: allowed, placeholderData: keepPreviousData });
  const users = useQuery({ ...reading("listUsers", {}), enabled: can("user:read") });

  const verify = () => {
    check.run?.stop();
    const run = stream("verifyAudit", {}, (progress) => setCheck((now) => (now.run === run ? { run, progress } : now)));
    setCheck({ run });
    run.result.then(
      (verdict) => {
        setCheck((now) => (now.run === run ? { verdict } : now));
        if (verdict.intact) announce(t("audit.intact", { count: verdict.checked }));
      },
      (failure: WireFailure) => setCheck((now) => (now.run === run ? { failure } : now)),
    );
  };
  // Whoever leaves the page no longer waits for it.
  const running = check.run;
  useEffect(() => () => running?.stop(), [running]);
  useCommand("audit.verify", verify, allowed);
  const set = (name: keyof typeof filters) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFilters((now) => ({ ...now, [name]: value }));
    setOffset(0);
  };
  if (!allowed) return <DeniedState permission="audit:read" />;
  const total = page.data?.total ?? 0;
  return (
    <Page
      title={t("nav.admin")}
      actions={
        <Button leftSection={<Icon name="shield" />} loading={running !== undefined} onClick={verify}>
          {t("audit.verify")}
        </Button>
      }
    >
      <AdminTabs />
      <Checking check={check} />
      {check.verdict ? <Verdict verdict={check.verdict} /> : null}
      <FailureNote failure={check.failure} />
      <Card>
        <div className={classes.filters}>
          <NativeSelect
            label={t("audit.user")}
            value={filters.user_id}
            onChange={set("user_id")}
            data={[{ value: "", label: t("audit.all_users") }, ...(users.data?.items ?? []).map((user) => ({ value: user.user_id, label: user.display_name }))]}
          />
          <TextInput label={t("audit.action")} placeholder="get_patient" value={filters.action} onChange={set("action")} />
          <TextInput type="date" label={t("audit.from")} value={filters.from} onChange={set("from")} />
          <TextInput type="date" label={t("audit.to")} value={filters.to} onChange={set("to")} />
        </div>
      </Card>
      <Card flush title={page.data ? t("audit.count", { count: total }) : undefined}>
        {page.error && !page.data ? (
          <ErrorState failure={page.error} onRetry={() => void page.refetch()} />
        ) : !page.data ? (
          <Loading />
        ) : page.data.items.length === 0 ? (
          <EmptyState icon="shield" title={t("audit.none")} />
        ) : (
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th>{t("audit.number")}</th>
                  <th>{t("audit.at")}</th>
                  <th>{t("audit.user")}</th>
                  <th>{t("audit.action")}</th>
                  <th>{t("audit.record")}</th>
                  <th>{t("audit.origin")}</th>
                </tr>
              </thead>
              <tbody>
                {page.data.items.map((entry) => (
                  <Row key={`${entry.chain}-${entry.sequence}`} entry={entry} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {total > PAGE ? (
          <div className={classes.pager}>
            <Button variant="default" size="compact-sm" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>
              {t("audit.later")}
            </Button>
            <span>{t("audit.range", { from: formatNumber(offset + 1), to: formatNumber(Math.min(offset + PAGE, total)) })}</span>
            <Button variant="default" size="compact-sm" disabled={offset + PAGE >= total} onClick={() => setOffset(offset + PAGE)}>
              {t("audit.earlier")}
            </Button>
          </div>
        ) : null}
      </Card>
    </Page>
  );
}
