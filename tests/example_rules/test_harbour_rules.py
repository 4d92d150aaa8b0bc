"""The tests of this package: each rule does on the examples of its manual what the manual says."""

from __future__ import annotations

import pytest
from harbour_rules import harbour_lonely, harbour_loud_title, harbour_tide

from convert.rules import Rule
from convert.testing import Example, check_example, check_rule, examples_of

RULES = (harbour_lonely.check, harbour_loud_title.check, harbour_tide.check)


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_is_one(rule: Rule) -> None:
    check_rule(rule)


@pytest.mark.parametrize(("rule", "example"), [(rule, example) for rule in RULES for example in examples_of(rule)])
def test_an_example_is_as_its_manual_says(rule: Rule, example: Example) -> None:
    check_example(rule, example)
