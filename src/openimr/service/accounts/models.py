"""The tables of accounts and of their sign-ins.

A reviewer's name is in neither: it stands in the sealed table of the panel. A reviewer's e-mail address is
needed to sign in and is sealed too: no page, log or record shows it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from openimr.service import clock
from openimr.service.accounts.permissions import PARTY, table

REVIEWER = "reviewer"
#: The roles that an account may have: all of the table but the party, who has no account.
ROLES = tuple(code for code in table().roles if code != PARTY)
CODE = RegexValidator(r"^R-\d{4}$", "A reviewer's code is R- and four digits, as in R-0042.")


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(
        self, email: str, role: str, *, name: str | None = None, reviewer_code: str | None = None, **more: Any
    ) -> User:
        """An account without a password: nobody can sign in to it before one is set by its link.

        Raises:
            ValidationError: an address, a role, a name or a code that can't be.
        """
        user = User(email=email.strip().lower(), role=role, name=name, reviewer_code=reviewer_code, **more)
        if not user.password:
            user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account of the staff or of a reviewer, with exactly one role.

    Attributes:
        name: of staff; null for reviewers, whose name is not here.
        reviewer_code: of reviewers, such as R-0042; null for staff.
        demo: made for the demo; can't sign in anywhere else.
        service: a program's and nobody's: no person can sign in to it, and only such accounts act by tokens.
    """

    email: models.EmailField[str, str] = models.EmailField(unique=True)
    name: models.CharField[str | None, str | None] = models.CharField(max_length=120, null=True, blank=True)
    role: models.CharField[str, str] = models.CharField(max_length=30)
    reviewer_code: models.CharField[str | None, str | None] = models.CharField(
        max_length=6, null=True, blank=True, unique=True, validators=[CODE]
    )
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    demo: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    service: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]

    class Meta:
        """The rules that the database keeps too."""

        ordering = ["role", "name", "reviewer_code"]
        constraints = [
            models.CheckConstraint(name="accounts_user_one_role", condition=Q(role__in=ROLES)),
            models.CheckConstraint(
                name="accounts_user_reviewer_by_code",
                condition=Q(role=REVIEWER, reviewer_code__isnull=False, name__isnull=True)
                | (~Q(role=REVIEWER) & Q(reviewer_code__isnull=True, name__isnull=False)),
            ),
            models.CheckConstraint(name="accounts_user_email_lower", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        """As it is shown."""
        return self.shown_as

    def __repr__(self) -> str:
        """For logs and tracebacks: no name, no address."""
        return f"<User {self.pk} {self.role} {self.reviewer_code or ''}>".replace(" >", ">")

    @property
    def shown_as(self) -> str:
        """What pages, files, records and logs print of this account: a reviewer's code, else the name."""
        return (self.reviewer_code if self.is_reviewer else self.name) or f"account {self.pk}"

    @property
    def active(self) -> bool:
        """Whether it can sign in."""
        return self.is_active

    @property
    def is_reviewer(self) -> bool:
        """Whether it is a reviewer's."""
        return self.role == REVIEWER

    def get_role_display(self) -> str:
        """The role in words, under Django's name for it."""
        return self.role_title

    @property
    def role_title(self) -> str:
        """The role in words."""
        return table().roles[self.role].title

    @property
    def role_does(self) -> str:
        """What the role does, in a sentence."""
        return table().roles[self.role].does

    @property
    def shown_email(self) -> str:
        """The address, or "sealed" for reviewers."""
        return "sealed" if self.is_reviewer else self.email

    def clean(self) -> None:
        """The rules of the constraints, in sentences."""
        if self.role not in ROLES:
            raise ValidationError({"role": f"There is no role {self.role!r}; choose one of the ten."})
        if self.is_reviewer and not self.reviewer_code:
            raise ValidationError({"reviewer_code": "A reviewer is known by a code: give one, as in R-0042."})
        if self.is_reviewer and self.name:
            raise ValidationError({"name": "A reviewer's name is sealed: leave it out here."})
        if not self.is_reviewer and self.reviewer_code:
            raise ValidationError({"reviewer_code": "Only reviewers have a code: leave it out."})
        if not self.is_reviewer and not (self.name or "").strip():
            raise ValidationError({"name": "Give the name by which colleagues know this person."})


class SignIn(models.Model):
    """A session of an account, from its second factor to its end. Rows stay: they are the log of sign-ins.

    ``ended`` says why: ``signed out``, ``idle``, ``too long``, ``a newer one``, ``everywhere``, ``password``,
    ``administrator``.
    """

    user: models.ForeignKey[User, User] = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="sign_ins"
    )
    started_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=clock.now)
    seen_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=clock.now)
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    ended: models.CharField[str, str] = models.CharField(max_length=20, blank=True, default="")
    address: models.GenericIPAddressField[str | None, str | None] = models.GenericIPAddressField(null=True)
    browser: models.CharField[str, str] = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        """Live ones are looked for often."""

        ordering = ["-seen_at"]
        indexes = [
            models.Index(fields=["user"], condition=Q(ended_at__isnull=True), name="accounts_signin_live")
        ]

    def __str__(self) -> str:
        """Whose and since when."""
        return f"{self.user.shown_as} since {self.started_at:%Y-%m-%d %H:%M}"
