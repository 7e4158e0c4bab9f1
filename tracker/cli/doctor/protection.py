"""The probe `protection`."""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.cli.doctor.host import Host
from tracker.cli.doctor.probe import Patient, Remark, probe, warn

CHECK = "tracker check"
"""The job that checks, as the workflows of the handbook call it."""


class ByHand(NamedTuple):
    """What a forge calls the settings that protect a branch, and where one that keeps all authors is."""

    settings: tuple[str, ...]
    merging: str


_SETTINGS = {
    Host.GITHUB: ByHand(
        (
            "in Settings, Branches, the rule of the main branch:",
            '"Require a pull request before merging", with an approval',
            '"Require review from Code Owners"',
            '"Dismiss stale pull request approvals when new commits are pushed"',
            '"Require approval of the most recent reviewable push"',
            f'"Require status checks to pass before merging": "{CHECK}"',
            '"Require branches to be up to date before merging"',
            '"Do not allow bypassing the above settings"',
            'neither "Allow force pushes" nor "Allow deletions"',
        ),
        'in Settings, General: "Allow merge commits" alone',
    ),
    Host.GITLAB: ByHand(
        (
            "in Settings, Repository, Protected branches:",
            '"Allowed to push and merge": "No one"',
            '"Code owner approval" (Premium)',
            'not "Allowed to force push"',
            "in Settings, Merge requests:",
            '"Pipelines must succeed"',
            'not "Skipped pipelines are considered successful"',
            '"Enable merged results pipelines" (Premium)',
            '"Enable merge trains" (Premium)',
            '"Prevent approval by merge request creator" (Premium)',
            '"Prevent approvals by users who add commits" (Premium)',
            '"Prevent editing approval rules in merge requests" (Premium)',
            '"Remove all approvals", when a commit is added (Premium)',
        ),
        'in Settings, Merge requests: "Squash commits when merging": "Do not allow"',
    ),
}
_OTHERS = ByHand(
    (
        "in the words of your forge:",
        "a pull request is required, with an approval, and no push goes past it",
        "the owners in CODEOWNERS have to agree",
        "an approval falls when a commit is pushed after it",
        f'the check "{CHECK}" is required, and judges what the merge makes',
        "all of it holds for administrators, and nobody may force a push",
    ),
    "allow merge commits alone",
)


@probe(7)
def protection(patient: Patient) -> Iterator[Remark]:
    """What has to be set on the forge by hand, since no clone shows whether it is."""
    if patient.work is None or patient.opening.repository is None:
        return
    by_hand = _SETTINGS[patient.host] if patient.host else _OTHERS
    yield warn(
        f"whether {patient.host or 'the forge'} protects the main branch cannot be seen from here: "
        "set it by hand",
        "\n".join(by_hand.settings),
    )
    yield warn(
        "a squash has one author: the others are known by its message alone",
        f"{by_hand.merging}; or leave the lines `Co-authored-by:` in the message",
    )
