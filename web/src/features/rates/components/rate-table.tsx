import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Menu, MenuItem, MenuSeparator } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { announce } from "#/lib/announce.ts";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { formatDay } from "#/lib/format.ts";
import { type Currency, formatMoney } from "#/lib/money.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type Rate, useCreateRate, useDeleteRate } from "../queries.ts";
import { always, byScope } from "../rate-order.ts";

interface RateTableProps {
  rates: readonly Rate[];
  currencies: readonly Currency[];
  isEditable: boolean;
  onEdit: (rate: Rate) => void;
}

/** One row a rate, the general ones above those that overrule them. */
export function RateTable({ rates, currencies, isEditable, onEdit }: RateTableProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const nameOf = ({ projects: project, profiles: person }: Rate) =>
    `${project?.name ?? ""} ${person?.display_name ?? ""}`.trim();
  return (
    <div className="overflow-x-auto">
      <table
        aria-label={t("rates.title")}
        className="w-full border-separate border-spacing-0 text-sm [&_td]:h-11 [&_td]:border-b [&_td]:border-hairline [&_td]:pr-4 [&_th]:h-8 [&_th]:border-b [&_th]:border-hairline [&_th]:pr-4 [&_th]:font-normal"
      >
        <thead className="text-left text-xs text-muted">
          <tr>
            <th scope="col">{t("rates.project")}</th>
            <th scope="col">{t("rates.person")}</th>
            <th scope="col" className="max-sm:hidden">
              {t("rates.from")}
            </th>
            <th scope="col" className="text-right">
              {t("rates.hour")}
            </th>
            {isEditable && (
              <th scope="col" className="w-10">
                <span className="sr-only">{t("ui.actions")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {byScope(rates, nameOf).map((rate) => {
            const { projects: project, profiles: person, valid_from } = rate;
            const currency = currencies.find(({ code }) => code === rate.currency);
            return (
              <tr key={rate.id} className="hover:bg-hover">
                <td>
                  {project ? (
                    <span className="flex min-w-0 items-center gap-2">
                      <ProjectMark colour={project.colour} />
                      <span className="truncate">{project.name}</span>
                    </span>
                  ) : (
                    <span className="whitespace-nowrap text-muted">{t("rates.anyProject")}</span>
                  )}
                </td>
                <td>
                  {person ? (
                    <span className="flex min-w-0 items-center gap-2">
                      <Avatar name={person.display_name} size="sm" decorative />
                      <span className="truncate">{person.display_name}</span>
                    </span>
                  ) : (
                    <span className="text-muted">{t("rates.anybody")}</span>
                  )}
                </td>
                <td className="max-sm:hidden">
                  {valid_from === always ? (
                    <span className="text-muted">{t("rates.always")}</span>
                  ) : (
                    formatDay(valid_from, language)
                  )}
                </td>
                <td className="text-right font-strong tabular-nums">
                  {currency ? formatMoney(rate.amount_minor, currency, language) : rate.currency}
                </td>
                {isEditable && (
                  <td className="pr-0!">
                    <RateMenu
                      rate={rate}
                      name={nameOf(rate) || t("rates.general")}
                      onEdit={() => onEdit(rate)}
                    />
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface RateMenuProps {
  rate: Rate;
  name: string;
  onEdit: () => void;
}

function RateMenu({ rate, name, onEdit }: RateMenuProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const remove = useDeleteRate(id);
  const create = useCreateRate(id);
  const takeAway = async () => {
    const { project_id, user_id, amount_minor, currency, valid_from } = rate;
    try {
      await remove.mutateAsync(rate);
    } catch (error) {
      toast.error(describeError(asAppError(error), t));
      return;
    }
    const again = { project_id, user_id, amount_minor, currency, valid_from };
    toast.success(t("rates.deleted"), {
      action: {
        label: t("common.undo"),
        onClick: () => void announce(create.mutateAsync(again), t),
      },
    });
  };
  return (
    <Menu
      align="end"
      trigger={<IconButton size="sm" label={t("rates.actions", { name })} icon={<Ellipsis />} />}
    >
      <MenuItem onSelect={onEdit}>
        <Pencil aria-hidden />
        {t("rates.edit")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => void takeAway()}>
        <Trash2 aria-hidden />
        {t("rates.delete")}
      </MenuItem>
    </Menu>
  );
}
