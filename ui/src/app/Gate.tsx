import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useState } from "react";
import type { CurrentUser } from "@api/bindings";
import { reading, onFailure } from "@api/query";
import { activate, systemLanguage, useI18n } from "@shared/i18n";
import { setSingleKeys } from "@shared/commands";
import { expiredStore, meQuery } from "@shared/session";
import { useStore } from "@shared/store";
import { ErrorState, Loading } from "@shared/ui";
import { ExpiredDialog, SetupPage, SignInPage } from "@features/access";
import { useMantineColorScheme } from "@mantine/core";
import { Root } from "./Root";

/** What the person chose, applied to this window. */
function usePreferences(me: CurrentUser | undefined): void {
  const { setColorScheme } = useMantineColorScheme();
  const theme = me?.preferences.theme;
  const language = me?.preferences.language;
  const single = me?.preferences.single_keys ?? true;
  useEffect(() => {
    if (theme) setColorScheme(theme === "system" ? "auto" : theme);
    // The setter is new at each render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [theme]);
  useEffect(() => {
    if (language !== undefined) void activate(language ?? systemLanguage());
  }, [language]);
  useLayoutEffect(() => setSingleKeys(single), [single]);
}

/** Set-up, sign-in, or the program. */
export function Gate() {
  useI18n();
  const client = useQueryClient();
  const expired = useStore(expiredStore);
  const me = useQuery({ ...meQuery, retry: (count, error) => error.type === "Unavailable" && count < 2 });
  const [signedIn, setSignedIn] = useState<CurrentUser>();
  const known = me.data ?? signedIn;
  const signedOut = !known && me.error?.type === "Unauthenticated";
  const setup = useQuery({ ...reading("setupStatus", {}), enabled: signedOut });
  usePreferences(known);

  useEffect(
    () =>
      onFailure((failure) => {
        if (failure.type === "Unauthenticated" && client.getQueryData(meQuery.queryKey)) expiredStore.set(true);
      }),
    [client],
  );

  const enter = (next: CurrentUser) => {
    const other = known !== undefined && known.user.user_id !== next.user.user_id;
    if (other) {
      // Nothing that the other person saw may stay in memory.
      window.location.assign("/");
      return;
    }
    client.setQueryData(meQuery.queryKey, next);
    setSignedIn(next);
    if (expired) void client.invalidateQueries();
    expiredStore.set(false);
  };

  if (known)
    return (
      <>
        <Root />
        {expired ? <ExpiredDialog login={known.user.login} onEnter={enter} /> : null}
      </>
    );
  if (signedOut && setup.data) return setup.data.needed ? <SetupPage codeRequired={setup.data.code_required} onEnter={enter} /> : <SignInPage onEnter={enter} />;
  const failed = signedOut ? setup.error : me.error;
  if (failed) return <ErrorState failure={failed} onRetry={() => void (signedOut ? setup : me).refetch()} />;
  return <Loading />;
}
