import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { toFailure } from "@api/query";
import { useI18n } from "@shared/i18n";
import { EmptyState, ErrorState, useTitle } from "@shared/ui";

export function NotFoundPage() {
  const { t } = useI18n();
  useTitle(t("shared.no_page"));
  return (
    <EmptyState
      whole
      icon="search"
      title={t("shared.no_page")}
      actions={
        <Button renderRoot={(props) => <Link to="/" {...props} />} variant="default">
          {t("nav.today")}
        </Button>
      }
    >
      {t("shared.no_page_hint")}
    </EmptyState>
  );
}

export function RouteFailure({ error, reset }: { error: unknown; reset: () => void }) {
  return <ErrorState whole failure={toFailure(error)} onRetry={reset} />;
}
