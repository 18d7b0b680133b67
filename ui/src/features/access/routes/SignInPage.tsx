import type { CurrentUser } from "@api/bindings";
import { useI18n } from "@shared/i18n";
import { useTitle } from "@shared/ui";
import { Cover } from "../components/Cover";
import { SignInForm } from "../components/SignInForm";

export function SignInPage({ onEnter }: { onEnter: (me: CurrentUser) => void }) {
  const { t } = useI18n();
  useTitle(t("access.sign_in"));
  return (
    <Cover title={t("access.welcome")} lead={t("access.welcome_hint")}>
      <SignInForm onEnter={onEnter} />
    </Cover>
  );
}
