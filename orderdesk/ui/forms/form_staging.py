"""A form that stages what is typed instead of sending it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orderdesk.domain.errors import DeskError
from orderdesk.domain.order import FieldValue, Line
from orderdesk.domain.rules import ActionRule, Effect
from orderdesk.domain.staging import STAGEABLE, Step
from orderdesk.ui.forms.dialog import FormDialog
from orderdesk.ui.staging.stager import Stager


@dataclass(frozen=True, slots=True)
class FormStaging:
    """Stages the values of one form; `line` is the item that it edits, if it edits one."""

    stager: Stager
    order_id: str
    rule: ActionRule
    shown: Mapping[str, FieldValue]
    line: Line | None = None

    def __call__(
        self,
        values: Mapping[str, FieldValue],
        /,
        *,
        then: Callable[[Step], object],
        otherwise: Callable[[DeskError], object],
    ) -> None:
        """Stage the values, with what the form showed of them before."""
        adding = self.rule.effect is Effect.ADD_LINE
        self.stager.put(
            self.order_id,
            self.rule.name,
            values,
            line_id=self.line.id if self.line else None,
            base=None if adding else {key: self.shown.get(key) for key in values},
            then=then,
            otherwise=otherwise,
        )


def offer_staging(
    dialog: FormDialog,
    stager: Stager | None,
    order_id: str,
    rule: ActionRule,
    line: Line | None = None,
) -> None:
    """Let a form stage, where its action can be staged and there is somebody to stage it."""
    if stager is not None and rule.effect in STAGEABLE:
        shown = line.fields if line is not None else dialog.form.initial()
        dialog.offer_staging(FormStaging(stager, order_id, rule, shown, line))
