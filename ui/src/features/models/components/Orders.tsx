import { Checkbox, Switch } from "@mantine/core";
import type { ConnectionState, ModelSettings, ModelTask } from "@api/bindings";
import { useRun } from "@api/query";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, Card, FailureNote } from "@shared/ui";
import classes from "./models.module.css";

const TASKS: readonly ModelTask[] = ["draft", "suggest", "chat"];

/** Which connections are asked for what, first choice first. */
export function Orders({ settings, items }: { settings: ModelSettings; items: readonly ConnectionState[] }) {
  const { t } = useI18n();
  const locked = !useCan()("model:write");
  const run = useRun("updateModelSettings");
  const orderOf = (task: ModelTask) => settings.chains.find((chain) => chain.task === task)?.connections ?? [];
  const set = (task: ModelTask, connections: string[]) => run.mutate({ ...settings, chains: [...settings.chains.filter((chain) => chain.task !== task), { task, connections }] });
  const nameOf = (id: string) => items.find((state) => state.connection.connection_id === id)?.connection.name ?? id;
  if (items.length === 0) return null;
  return (
    <Card title={t("model.orders")}>
      <p>{t("model.orders_hint")}</p>
      <FailureNote failure={run.error} />
      <div className={classes.orders}>
        {TASKS.map((task) => {
          const order = orderOf(task);
          return (
            <section key={task} aria-label={t(`model.task.${task}`)}>
              <h3>{t(`model.task.${task}`)}</h3>
              {items.map(({ connection: { connection_id: id, name } }) => (
                <Checkbox key={id} label={name} checked={order.includes(id)} disabled={locked || run.isPending} onChange={(event) => set(task, event.currentTarget.checked ? [...order, id] : order.filter((one) => one !== id))} />
              ))}
              {order.length > 1 ? (
                <ol>
                  {order.map((id, at) => (
                    <li key={id}>
                      <span className={classes.row}>
                        {nameOf(id)}
                        <Action size="compact-sm" variant="subtle" needs="model:write" disabled={at === 0} aria-label={t("model.earlier_of", { name: nameOf(id) })} onClick={() => set(task, [...order.slice(0, at - 1), id, ...order.slice(at - 1, at), ...order.slice(at + 1)])}>
                          {t("model.earlier")}
                        </Action>
                      </span>
                    </li>
                  ))}
                </ol>
              ) : order.length === 0 ? (
                <p>{t("model.order_none")}</p>
              ) : null}
            </section>
          );
        })}
      </div>
      <Switch label={t("model.join")} description={t("model.join_hint")} checked={settings.ask_next_when_silent} disabled={locked || run.isPending} onChange={(event) => run.mutate({ ...settings, ask_next_when_silent: event.currentTarget.checked })} />
    </Card>
  );
}
