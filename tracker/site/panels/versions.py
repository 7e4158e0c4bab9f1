"""The versions of a process, as git tells them, the newest first."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("process", place=70, title="Versions")
def versions(status: Status, page: Page) -> Values | None:
    assert page.entity
    entity = page.entity
    if status.past is None:
        return None
    names = {entity.id, *entity.record.formerly}
    rows = [one for one in status.past.versions if one.process in names][::-1]
    forge, path = status.forge, entity.path
    files = {one.commit: forge.file(one.commit, path) for one in rows} if forge else {}
    return {"rows": rows, "files": files, "count": len(rows)} if rows else None
