import { Modal } from "@mantine/core";
import type { CurrentUser } from "@api/bindings";
import { useI18n } from "@shared/i18n";
import { useFocusBack } from "@shared/ui";
import { SignInForm } from "./SignInForm";

/** The session ended while somebody worked: everything stays as it is behind this. */
export function ExpiredDialog({ login, onEnter }: { login: string; onEnter: (me: CurrentUser) => void }) {
  const { t } = useI18n();
  useFocusBack();
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title={t("access.expired")} centered size="sm" zIndex={500} overlayProps={{ blur: 8, backgroundOpacity: 0.6 }}>
      <p style={{ marginBottom: 14 }}>{t("access.expired_hint")}</p>
      <SignInForm login={login} onEnter={onEnter} />
    </Modal>
  );
}
