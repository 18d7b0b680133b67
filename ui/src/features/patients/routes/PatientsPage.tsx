import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent } from "react";
import type { PatientSummary } from "@api/bindings";
import { useCommand } from "@shared/commands";
import { formatNumber } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, announce, CommandKeys, DeniedState, EmptyState, ErrorState, Icon, Loading, Page, useTitle } from "@shared/ui";
import { EMPTY, fromSearch } from "../components/form";
import { PatientForm } from "../components/PatientForm";
import { PatientTable } from "../components/PatientTable";
import { useAllPatients, useFoundPatients } from "../hooks/usePatientRows";
import classes from "../components/patients.module.css";

export function PatientsPage() {
  const { t } = useI18n();
  useTitle(t("nav.patients"));
  const can = useCan();
  const navigate = useNavigate();
  const search = useSearch({ from: "/patients" });
  const grid = useId();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [query] = useDebouncedValue(text.trim(), 90);
  const [active, setActive] = useState(0);
  const [eager, setEager] = useState(false);
  const all = useAllPatients(can("patient:read"));
  const found = useFoundPatients(query);
  const searching = query !== "";
  const rows = searching ? found : all;
  const total = rows.total;
  const settled = query === text.trim() && !(searching && found.busy);
  const creating = search.new !== undefined;

  const open = (patient: PatientSummary | undefined) => {
    if (patient) void navigate({ to: "/patients/$patientId", params: { patientId: patient.patient_id } });
  };
  const create = () => void navigate({ to: "/patients", search: { new: text.trim() || "1" } });
  const close = () => void navigate({ to: "/patients", search: { new: undefined } });
  const move = (step: number) => setActive((now) => Math.min(Math.max(now + step, 0), Math.max((total ?? 1) - 1, 0)));

  useEffect(() => setActive(0), [query]);
  useEffect(() => {
    if (settled && total !== null) announce(t(searching ? "patient.found" : "patient.count", { count: total }));
  }, [settled, total, searching, t]);
  const first = useEffectEvent(() => (total === 0 ? create() : open(rows.at(0))));
  useEffect(() => {
    if (!eager || !settled) return;
    setEager(false);
    first();
  }, [eager, settled]);
  useCommand("patient.new", create, can("patient:write"));
  useCommand("list.filter", () => box.current?.focus());
  useCommand("list.next", () => move(1));
  useCommand("list.previous", () => move(-1));
  useCommand("list.open", () => open(rows.at(active)));

  const leave = () => {
    box.current?.blur();
    document.getElementById(grid)?.focus();
  };
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape" && text === "") leave();
    else if (event.key === "Escape") setText("");
    else if (event.key === "Enter") {
      if (!settled) setEager(true);
      else if (total === 0 && searching) create();
      else open(rows.at(active));
    } else return;
    event.preventDefault();
  };

  if (!can("patient:read")) return <DeniedState permission="patient:read" />;
  const newButton = (
    <Action icon="plus" command="patient.new" needs="patient:write" onClick={create}>
      {t("patient.new")}
    </Action>
  );
  return (
    <Page title={t("nav.patients")} actions={newButton} wide>
      <div className={classes.searchRow}>
        <TextInput
          ref={box}
          type="search"
          size="md"
          autoFocus
          aria-label={t("patient.search")}
          aria-controls={grid}
          placeholder={t("patient.search_hint")}
          leftSection={<Icon name="search" />}
          rightSection={text ? null : <CommandKeys id="list.filter" />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onSearchKey}
          autoComplete="off"
          spellCheck={false}
        />
        <span className={classes.count}>{total === null ? "" : t(searching ? "patient.found" : "patient.count", { count: total, shown: formatNumber(total) })}</span>
      </div>
      {rows.error ? (
        <ErrorState failure={rows.error} onRetry={rows.retry} />
      ) : total === null ? (
        <Loading />
      ) : total === 0 && searching ? (
        <EmptyState
          icon="search"
          title={t("patient.no_match", { text: query })}
          actions={
            <Action icon="plus" needs="patient:write" onClick={create}>
              {t("patient.create_named", { text: query })}
            </Action>
          }
        />
      ) : total === 0 ? (
        <EmptyState
          icon="patients"
          title={t("patient.none")}
          actions={
            <>
              {newButton}
              {can("patient:import") ? (
                <Button variant="default" leftSection={<Icon name="upload" />} renderRoot={(props) => <Link to="/import" {...props} />}>
                  {t("nav.import")}
                </Button>
              ) : null}
            </>
          }
        >
          {t("patient.none_hint")}
        </EmptyState>
      ) : (
        <PatientTable id={grid} rows={rows} active={active} onActive={setActive} onOpen={open} />
      )}
      {creating && can("patient:write") ? (
        <PatientForm
          initial={search.new === "1" ? EMPTY : fromSearch(search.new ?? "")}
          onClose={close}
          onSaved={(patient) => void navigate({ to: "/patients/$patientId", params: { patientId: patient.patient_id } })}
        />
      ) : null}
    </Page>
  );
}
