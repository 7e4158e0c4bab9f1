"""The versions of a process, as git tells them, the newest first."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("process", place=70, title="Versions")
def versions(status: Status, page: Page) -> Values | None:
    assert page.entity
    if status.past is None:
        return None
    rows = [one for one in status.past.told.versions if one.thread.ref == page.entity.ref][::-1]
    forge, path = status.forge, page.entity.path
    files = {one.at.commit: forge.file(one.at.commit, path) for one in rows} if forge else {}
    return {"rows": rows, "files": files, "count": len(rows)} if rows else None
