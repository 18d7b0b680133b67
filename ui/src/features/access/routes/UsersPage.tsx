import { Button, Checkbox, PasswordInput, TextInput, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Role, User } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { useCommand } from "@shared/commands";
import { fieldError } from "@shared/failures";
import { formatDate } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan, useMe } from "@shared/session";
import { Action, AdminTabs, Card, DeniedState, Dialog, DialogButtons, ErrorState, FailureNote, Loading, Mark, notifyFailure, Page, useTitle } from "@shared/ui";
import classes from "../components/access.module.css";

const ROLES: readonly Role[] = ["admin", "clinician", "assistant", "front_desk", "pharmacist", "billing", "viewer", "auditor"];
const FIELDS = ["login", "display_name", "password", "roles"] as const;

function UserForm({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useI18n();
  const [values, setValues] = useState({ login: "", display_name: user?.display_name ?? "", password: "" });
  const [roles, setRoles] = useState<Role[]>(user?.roles ?? ["clinician"]);
  const create = useRun("createUser");
  const update = useRun("updateUser");
  const failure = create.error ?? update.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (user) update.mutate({ user_id: user.user_id, version: user.version, display_name: values.display_name, roles }, { onSuccess: onClose });
    else create.mutate({ ...values, roles }, { onSuccess: onClose });
  };
  const bind = (name: keyof typeof values) => ({
    value: values[name],
    required: true,
    withAsterisk: false,
    error: fieldError(failure, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((now) => ({ ...now, [name]: value }));
    },
  });
  return (
    <Dialog title={t(user ? "admin.edit_user" : "admin.new_user")} onClose={onClose}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput label={t("admin.name")} data-autofocus {...bind("display_name")} />
        {user ? null : (
          <>
            <TextInput label={t("access.login")} autoComplete="off" {...bind("login")} />
            <PasswordInput label={t("access.password")} description={t("setup.password_hint")} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("access.show_password") }} {...bind("password")} />
          </>
        )}
        <Checkbox.Group label={t("admin.roles")} value={roles} onChange={(value) => setRoles(value as Role[])} error={fieldError(failure, "roles")}>
          <div className={classes.roles}>
            {ROLES.map((role) => (
              <Checkbox key={role} value={role} label={t(`role.${role}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <FailureNote failure={failure} fields={FIELDS} />
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("shared.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending || update.isPending}>
            {t("shared.save")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

export function UsersPage() {
  const { t } = useI18n();
  useTitle(t("admin.users"));
  const can = useCan();
  const me = useMe();
  const allowed = can("user:read");
  const [form, setForm] = useState<User | "new" | null>(null);
  const users = useQuery({ ...reading("listUsers", {}), enabled: allowed });
  const active = useRun("setUserActive");
  useCommand("patient.new", () => setForm("new"), can("user:write"));
  if (!allowed && !can("audit:read")) return <DeniedState permission="user:read" />;
  return (
    <Page
      title={t("nav.admin")}
      actions={
        <Action icon="plus" command="patient.new" needs="user:write" onClick={() => setForm("new")}>
          {t("admin.new_user")}
        </Action>
      }
    >
      <AdminTabs />
      <Card flush>
        {users.error && !users.data ? (
          <ErrorState failure={users.error} onRetry={() => void users.refetch()} />
        ) : !users.data ? (
          <Loading />
        ) : (
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th>{t("admin.name")}</th>
                  <th>{t("admin.roles")}</th>
                  <th>{t("admin.state")}</th>
                  <th>
                    <VisuallyHidden>{t("admin.actions")}</VisuallyHidden>
                  </th>
                </tr>
              </thead>
              <tbody>
                {users.data.items.map((user) => (
                  <tr key={user.user_id}>
                    <td>
                      <strong>{user.display_name}</strong>
                      <br />
                      <small>
                        {user.login} · {t("admin.since", { date: formatDate(user.created_at) })}
                      </small>
                    </td>
                    <td>
                      <span className={classes.marks}>
                        {user.roles.map((role) => (
                          <Mark key={role}>{t(`role.${role}`)}</Mark>
                        ))}
                      </span>
                    </td>
                    <td>{user.active ? <Mark icon="check" tone="good">{t("admin.active")}</Mark> : <Mark icon="lock" tone="bad">{t("admin.inactive")}</Mark>}</td>
                    <td>
                      <span className={classes.rowActions}>
                        <Action size="compact-sm" variant="default" needs="user:write" aria-label={t("admin.edit_named", { name: user.display_name })} onClick={() => setForm(user)}>
                          {t("admin.edit")}
                        </Action>
                        <Action
                          size="compact-sm"
                          variant="default"
                          needs="user:write"
                          unless={user.user_id === me.user.user_id ? t("admin.not_yourself") : null}
                          aria-label={t(user.active ? "admin.deactivate_named" : "admin.activate_named", { name: user.display_name })}
                          onClick={() => active.mutate({ user_id: user.user_id, version: user.version, active: !user.active }, { onError: notifyFailure })}
                        >
                          {t(user.active ? "admin.deactivate" : "admin.activate")}
                        </Action>
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Card>
      {form ? <UserForm user={form === "new" ? null : form} onClose={() => setForm(null)} /> : null}
    </Page>
  );
}
