"""Parties: teams, roles, people and trainings, as the pages show them; each worked out when first asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.analysis.goals import Goals
from tracker.model.work import Work
from tracker.views.days import Dated
from tracker.views.reports.duties import Duties, duties
from tracker.views.reports.goal_tree import GoalTree, goal_tree
from tracker.views.reports.people import PersonRow, people
from tracker.views.reports.roles import RoleRow, Use, roles, uses
from tracker.views.reports.teams import Holdings, TeamRow, teams
from tracker.views.reports.to_do import ToDo, to_do
from tracker.views.reports.trainings import TrainingRow, trainings


@dataclass(frozen=True)
class Parties:
    """Who there is, what each holds, and how the goals hang together; one serves all pages."""

    work: Work
    due: Sequence[Dated]
    as_of: date

    @cached_property
    def teams(self) -> Mapping[str, TeamRow]:
        return {row.id: row for row in teams.rows(self.work)}

    @cached_property
    def roles(self) -> Mapping[str, RoleRow]:
        return {row.id: row for row in roles.rows(self.work, self.as_of)}

    @cached_property
    def people(self) -> Mapping[str, PersonRow]:
        return {row.id: row for row in people.rows(self.work)}

    @cached_property
    def trainings(self) -> Mapping[str, TrainingRow]:
        return {row.id: row for row in trainings.rows(self.work)}

    @cached_property
    def holdings(self) -> Holdings:
        return Holdings(self.work)

    @cached_property
    def uses(self) -> Mapping[str, Use]:
        return uses(self.work, self.as_of)

    @cached_property
    def duties(self) -> Mapping[str, Duties]:
        return duties(self.work)

    @cached_property
    def to_do(self) -> Mapping[str, list[ToDo]]:
        return to_do(self.work, self.due)

    @cached_property
    def progress(self) -> Goals:
        return Goals(self.work, self.as_of)

    @cached_property
    def goal_tree(self) -> GoalTree:
        return goal_tree(self.work)
