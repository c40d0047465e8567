"""What every form on a case carries: the version that the page showed, and a token for each sending."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from openimr.service.cases.domain import Case
from openimr.service.office.asking import AskingForm


class CaseForm(AskingForm):
    """A form that acts on a case. Put ``{{ form.submission }}{{ form.expected }}`` into it.

    ``expected`` lets the second of two people who act at once be told; ``submission`` makes a double
    click harmless. ``terms`` gives both as commands take them. What is missing is said as
    :mod:`openimr.service.office.asking` says it.
    """

    #: What the notices of a page that sends some would say; see :mod:`~.confirming`.
    outlook: Any = None

    submission = forms.CharField(widget=forms.HiddenInput, max_length=64)
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, case: Case, initial: Any = None, **more: Any
    ) -> None:
        given = {"submission": uuid4().hex, "expected": case.version, **(initial or {})}
        super().__init__(data, files, initial=given, **more)
        self.case = case

    @property
    def terms(self) -> dict[str, Any]:
        """``expected`` and ``submission``, for the command."""
        return {
            "expected": self.cleaned_data["expected"],
            "submission": self.cleaned_data["submission"],
        }

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The keys of the paragraphs on law that is not verified which were ticked; see :mod:`~.confirming`."""
        given: Any = self.data
        if hasattr(given, "getlist"):
            return tuple(given.getlist("paragraph"))
        return tuple(given.get("paragraph", ())) if given else ()

    def again(self, case: Case) -> None:
        """After a conflict: what was typed stays, and sending it again acts on the case as it is now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("expected")] = str(case.version)
        data[self.add_prefix("submission")] = uuid4().hex
        self.data = data
        self.case = case
