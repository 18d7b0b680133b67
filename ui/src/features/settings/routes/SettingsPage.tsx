import { Button, SegmentedControl, Switch } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Preferences } from "@api/bindings";
import { useRun } from "@api/query";
import { useI18n } from "@shared/i18n";
import { meQuery, useCan, useMe } from "@shared/session";
import { Card, FailureNote, KeyList, notifyDone, Page, useTitle } from "@shared/ui";
import { SpeechSetup } from "@features/scribe";
import { KeyPlace } from "@features/vault";
import { KeepingSound } from "../components/KeepingSound";
import { Setting } from "../components/Setting";

/** Every change applies at once and can be taken back. */
export function SettingsPage() {
  const { t } = useI18n();
  useTitle(t("nav.settings"));
  const me = useMe();
  const can = useCan();
  const client = useQueryClient();
  const run = useRun("updatePreferences");
  const now = me.preferences;

  const apply = (next: Preferences, undo: boolean) => {
    client.setQueryData(meQuery.queryKey, { ...me, preferences: next });
    run.mutate({ preferences: next }, {
      onSuccess: (answer) => {
        client.setQueryData(meQuery.queryKey, answer);
        if (undo) notifyDone("settings.changed", { undo: () => apply(now, false) });
      },
      onError: () => client.setQueryData(meQuery.queryKey, me),
    });
  };
  const change = (part: Partial<Preferences>) => apply({ ...now, ...part }, true);
  return (
    <Page title={t("nav.settings")}>
      <FailureNote failure={run.error} />
      <Card>
        <Setting title={t("settings.language")} hint={t("settings.language_hint")}>
          <SegmentedControl
            aria-label={t("settings.language")}
            value={now.language ?? "auto"}
            onChange={(value) => change({ language: value === "auto" ? null : (value as "en" | "pl") })}
            data={[
              { value: "auto", label: t("settings.automatic") },
              { value: "en", label: "English" },
              { value: "pl", label: "Polski" },
            ]}
          />
        </Setting>
        <Setting title={t("settings.theme")} hint={t("settings.theme_hint")}>
          <SegmentedControl
            aria-label={t("settings.theme")}
            value={now.theme}
            onChange={(value) => change({ theme: value as Preferences["theme"] })}
            data={(["system", "light", "dark"] as const).map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
          />
        </Setting>
        <Setting title={t("settings.single_keys")} hint={t("settings.single_keys_hint")}>
          <Switch aria-label={t("settings.single_keys")} checked={now.single_keys} onChange={(event) => change({ single_keys: event.currentTarget.checked })} size="md" />
        </Setting>
      </Card>
      {can("model:read") ? (
        <Card>
          <Setting title={t("model.title")} hint={t("model.lead")}>
            <Button component={Link} to="/settings/models" variant="default">
              {t("model.open")}
            </Button>
          </Setting>
        </Card>
      ) : null}
      <SpeechSetup />
      <KeepingSound />
      <KeyPlace />
      <Card title={t("command.keys")}>
        <KeyList />
      </Card>
    </Page>
  );
}
