import { Link } from "@tanstack/react-router";
import { useI18n } from "../i18n";
import { useCan } from "../session";
import classes from "./ui.module.css";

/** The two pages of the administration. */
export function AdminTabs() {
  const { t } = useI18n();
  const can = useCan();
  return (
    <nav className={classes.tabs} aria-label={t("nav.admin")}>
      {can("user:read") ? (
        <Link to="/admin" activeOptions={{ exact: true }}>
          {t("admin.users")}
        </Link>
      ) : null}
      {can("audit:read") ? <Link to="/admin/audit">{t("admin.audit")}</Link> : null}
    </nav>
  );
}
