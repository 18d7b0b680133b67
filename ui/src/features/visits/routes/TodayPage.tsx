import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import type { Visit, WireFailure } from "@api/bindings";
import { reading } from "@api/query";
import { useCommand } from "@shared/commands";
import { formatDate, formatNumber, localDay, startOfDay } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan, useMe } from "@shared/session";
import { Action, Card, EmptyState, ErrorState, Icon, Loading, Page, useTitle, type IconName } from "@shared/ui";
import { BringDialog, WaitingSound } from "@features/scribe";
import { VisitList } from "../components/VisitList";
import classes from "../components/list.module.css";

type Answer = { data: { items: Visit[] } | undefined; error: WireFailure | null; refetch: () => unknown };

function latest(visits: Visit[]): Visit[] {
  return visits.sort((a, b) => (b.finalized_at ?? "").localeCompare(a.finalized_at ?? "")).slice(0, 10);
}

function VisitCard({ title, answer, empty }: { title: string; answer: Answer; empty: ReactNode }) {
  return (
    <div>
    <Card title={title} flush>
      {answer.error && !answer.data ? (
        <ErrorState failure={answer.error} onRetry={() => void answer.refetch()} />
      ) : !answer.data ? (
        <Loading />
      ) : answer.data.items.length === 0 ? (
        empty
      ) : (
        <VisitList visits={answer.data.items} by="patient" />
      )}
    </Card>
    </div>
  );
}

function Figure({ icon, value, words, tone }: { icon: IconName; value: number | undefined; words: string; tone?: string }) {
  return (
    <div className={classes.figure} data-tone={tone}>
      <span>
        <Icon name={icon} size={20} />
      </span>
      <div>
        <strong>{value === undefined ? "–" : formatNumber(value)}</strong>
        <small>{words}</small>
      </div>
    </div>
  );
}

export function TodayPage() {
  const { t } = useI18n();
  const me = useMe();
  const can = useCan();
  const navigate = useNavigate();
  const [bringing, setBringing] = useState(false);
  useTitle(t("nav.today"));
  const reads = can("visit:read");
  const day = localDay();
  const open = useQuery({ ...reading("listVisits", { open: true, limit: 50 }), enabled: reads });
  const signed = useQuery({ ...reading("listVisits", { status: "finalized", limit: 10 }), enabled: reads });
  const amended = useQuery({ ...reading("listVisits", { status: "amended", limit: 10 }), enabled: reads });
  const recent: Answer = {
    data: signed.data && amended.data ? { items: latest([...signed.data.items, ...amended.data.items]) } : undefined,
    error: signed.error ?? amended.error,
    refetch: () => Promise.all([signed.refetch(), amended.refetch()]),
  };
  const signedToday = useQuery({ ...reading("listVisits", { signed_since: startOfDay(), limit: 1 }), enabled: reads });
  const patients = useQuery({ ...reading("listPatients", { limit: 1, offset: 0 }), enabled: can("patient:read") });
  const newPatient = () => void navigate({ to: "/patients", search: { new: "1" } });
  useCommand("patient.new", newPatient, can("patient:write"));

  const buttons = (
    <>
      <Button leftSection={<Icon name="search" />} renderRoot={(props) => <Link to="/patients" {...props} />}>
        {t("today.find")}
      </Button>
      <Action variant="default" icon="plus" command="patient.new" needs="patient:write" onClick={newPatient}>
        {t("patient.new")}
      </Action>
      <Action variant="default" icon="upload" needs="upload:write" onClick={() => setBringing(true)}>
        {t("bring.choose")}
      </Action>
    </>
  );
  const first = patients.data?.total === 0;
  return (
    <Page title={t("today.hello", { name: me.user.display_name })} lead={formatDate(day)} actions={first ? null : buttons}>
      <WaitingSound />
      {bringing ? <BringDialog onClose={() => setBringing(false)} /> : null}
      {first ? (
        <Card>
          <EmptyState
            icon="heart"
            title={t("today.first")}
            actions={
              <>
                <Action icon="plus" command="patient.new" needs="patient:write" onClick={newPatient}>
                  {t("patient.new")}
                </Action>
                {can("patient:import") ? (
                  <Button variant="default" leftSection={<Icon name="upload" />} renderRoot={(props) => <Link to="/import" {...props} />}>
                    {t("today.import")}
                  </Button>
                ) : null}
              </>
            }
          >
            {t("today.first_hint")}
          </EmptyState>
        </Card>
      ) : !reads ? (
        <Card>
          <EmptyState icon="patients" title={t("today.no_visits_role")} />
        </Card>
      ) : (
        <>
          <div className={classes.figures}>
            <Figure icon="edit" tone="warn" value={open.data?.total} words={t("today.unsigned_count", { count: open.data?.total ?? 0 })} />
            <Figure icon="sign" value={signedToday.data?.total} words={t("today.signed_count", { count: signedToday.data?.total ?? 0 })} />
            <Figure icon="patients" value={patients.data?.total} words={t("today.patients_count", { count: patients.data?.total ?? 0 })} />
          </div>
          <div className={classes.columns}>
            <VisitCard
              title={t("today.unsigned")}
              answer={open}
              empty={
                <EmptyState icon="safe" title={t("today.all_signed")}>
                  {t("today.all_signed_hint")}
                </EmptyState>
              }
            />
            <VisitCard title={t("today.recent")} answer={recent} empty={<EmptyState icon="sign" title={t("today.none_signed")} />} />
          </div>
        </>
      )}
    </Page>
  );
}
