"""Template words of permissions: ``{% if_may "case.assign" case.state %} ... {% else %} ... {% endif_may %}``."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from openimr.service.accounts.context import reader
from openimr.service.accounts.permissions import may

register = template.Library()


class IfMay(template.Node):
    """Shows its contents to readers who may, what follows ``{% else %}`` to all others."""

    child_nodelists = ("yes", "no")

    def __init__(self, given: list[FilterExpression], yes: NodeList, no: NodeList) -> None:
        self.given, self.yes, self.no = given, yes, no

    def render(self, context: Context) -> SafeString:
        """One of the two."""
        action, *state = (one.resolve(context) for one in self.given)
        allowed = may(reader(context["request"]), action, state[0] if state else None)
        return (self.yes if allowed else self.no).render(context)


@register.tag
def if_may(parser: Parser, token: Token) -> IfMay:
    """``{% if_may ACTION [STATE] %}``."""
    words = token.split_contents()[1:]
    if len(words) not in (1, 2):
        raise template.TemplateSyntaxError("if_may takes an action and, if there is a case, its state.")
    given = [parser.compile_filter(word) for word in words]
    yes = parser.parse(("else", "endif_may"))
    no = NodeList()
    if parser.next_token().contents == "else":
        no = parser.parse(("endif_may",))
        parser.delete_first_token()
    return IfMay(given, yes, no)
