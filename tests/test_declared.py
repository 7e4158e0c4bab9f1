"""Declarations: one new thing is one new file, and a file that declares nothing is seen."""

import pkgutil
from importlib import import_module

import pytest

from tracker.cli.doctor.probe import Probe
from tracker.declared import declared
from tracker.law.check import Check
from tracker.outputs.format import Format


def modules(folder: str) -> list[str]:
    return sorted(info.name for info in pkgutil.iter_modules(import_module(folder).__path__))


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("tracker.law.checks", Check), ("tracker.outputs.review", Format)],
)
def test_every_module_declares_one(folder: str, kind: type[object]) -> None:
    assert len(declared(folder, kind)) == len(modules(folder))


def test_helpers_are_passed_over() -> None:
    names = [one.name for one in declared("tracker.cli.doctor", Probe)]
    assert "probe" not in names
    assert 0 < len(names) < len(modules("tracker.cli.doctor"))


def test_the_order_is_that_of_the_names() -> None:
    rules = [one.rule.replace("-", "_") for one in declared("tracker.law.checks", Check)]
    assert rules == modules("tracker.law.checks")
