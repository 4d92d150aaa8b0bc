"""Rules: each is proven by the examples of its manual; here is the rest."""

from __future__ import annotations

import pytest

from convert.rules import Rule, load_rule, rule_names
from convert.testing import Example, check_example, check_rule, examples_of

RULES = [load_rule(name) for name in rule_names()]
EXAMPLES = [(rule, example) for rule in RULES for example in examples_of(rule)]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule.name}-{number}" for number, (rule, _) in enumerate(EXAMPLES)])
def test_examples(rule: Rule, example: Example) -> None:
    check_example(rule, example)


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_rules(rule: Rule) -> None:
    check_rule(rule)
