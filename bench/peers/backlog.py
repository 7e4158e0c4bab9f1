"""Backlog.md: each goal, project and process as one of its tasks.

Without its look into other branches and remotes, which Tracker has no like of.
"""

from collections.abc import Iterator
from pathlib import Path

from ground import Ground, repository
from items import Item, items, outline
from measure import TRACKER, Command, Figure, ratio
from peer import Peer

CONFIGURATION = """project_name: "Bench"
default_status: "To Do"
statuses: ["To Do", "In Progress", "Done"]
labels: []
date_format: yyyy-mm-dd
remote_operations: false
auto_commit: false
filesystem_only: true
check_active_branches: false
task_prefix: "task"
"""


def measure(ground: Ground, tool: Path) -> Iterator[Figure]:
    folder = ground.made("backlog", lambda folder: write(folder, items(ground.pages)))
    count = len(list(folder.glob("backlog/tasks/*.md")))
    listing = Command([TRACKER, "list", "project"], ground.workspace(ground.pages))
    theirs, ours = ground.turns([Command([tool, "task", "list", "--plain"], folder)], [listing])
    yield ratio(f"backlog task list, {count:,} tasks / tracker list project", theirs, ours)
    board = Command([tool, "board", "export", "board.md", "--force"], folder)
    theirs, ours = ground.turns([board], [listing])
    yield ratio("backlog board export / tracker list project", theirs, ours)
    theirs, ours = ground.turns([Command([tool, "doctor"], folder)], ground.check(ground.pages))
    yield ratio("backlog doctor / tracker check", theirs, ours)


def write(folder: Path, tasks: list[Item]) -> None:
    (folder / "backlog" / "tasks").mkdir(parents=True)
    (folder / "backlog" / "config.yml").write_text(CONFIGURATION, encoding="utf-8")
    numbers = {item.id: number for number, item in enumerate(tasks, 1)}
    for item in tasks:
        name = f"task-{numbers[item.id]} - {item.title.replace(' ', '-')}.md"
        text = task(item, numbers)
        (folder / "backlog" / "tasks" / name).write_text(text, encoding="utf-8")
    repository(folder)


def task(item: Item, numbers: dict[str, int]) -> str:
    needs = "".join(f"\n  - TASK-{numbers[link]}" for link in item.links) or " []"
    head = (
        f"id: TASK-{numbers[item.id]}\ntitle: {item.title}\nstatus: In Progress\n"
        f"assignee:\n  - {item.record.get('manager') or item.record['owner']}\n"
        f"created_date: '2026-01-05'\nlabels:\n  - {item.kind}\ndependencies:{needs}\n"
    )
    text = "\n".join(outline(item.record))
    return f"---\n{head}---\n\n## Description\n\n{text}\n"


PEER = Peer(
    title="Backlog.md",
    program="backlog",
    does="Lists tasks and a board; its doctor finds doubled ids and dependencies that go in circles.",
    lacks="Schemas, whether people and goals are there, phases, what a change may do; its board is one Markdown file.",
    measure=measure,
)
