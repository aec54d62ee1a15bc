"""Pages of the results site: whole HTML documents that need nothing but themselves.

Style and script stand inside every page, named by their digests in its content security policy: a
page works from a disc, from a stick and from any server, alone or with the others, and nothing
else can run in it or be fetched by it. Links are relative.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

import trailsdesk
from trailsdesk.documents.sheet import Identity, Sheet, SheetStatus, version_line
from trailsdesk.documents.site_html import blocks_html, escaped, isolated
from trailsdesk.i18n import _

__all__ = ["IndexPart", "Link", "index_page", "sheet_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to another page of the site; ``href`` None is the page itself. ``about`` follows."""

    text: str
    href: str | None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPart:
    """A heading of the index with the day under it, and the pages there are."""

    title: str
    about: str
    links: tuple[Link, ...]


def sheet_page(sheet: Sheet, trail: tuple[Link, ...], tabs: tuple[Link, ...] = ()) -> str:
    """A sheet as a page.

    Args:
        trail: from the index to this page's parent.
        tabs: the pages about the same race, this one among them.
    """
    crumbs = "".join(f"<li>{_link(link)}</li>" for link in trail)
    body = [
        f'<nav aria-label="{escaped(_("You are here"))}"><ol class="trail">{crumbs}</ol></nav>',
        f"<h1>{isolated(sheet.title)}</h1>",
        f'<p class="muted">{isolated(sheet.subtitle)}</p>',
        _identity(sheet.identity),
    ]
    if len(tabs) > 1:
        items = "".join(f"<li>{_link(link)}</li>" for link in tabs)
        name = escaped(_("Lists of this race"))
        body.append(f'<nav aria-label="{name}"><ul class="tabs">{items}</ul></nav>')
    body += [_tools(), blocks_html(sheet.blocks, sheet.title)]
    return _document(f"{sheet.title} · {sheet.subtitle}", "\n".join(body), sheet.identity)


def index_page(title: str, about: str, parts: tuple[IndexPart, ...], identity: Identity) -> str:
    """The first page: every event with its races, then the series."""
    body = [f"<h1>{isolated(title)}</h1>", f'<p class="muted">{isolated(about)}</p>']
    body.append(_identity(identity))
    for part in parts:
        items = "".join(f"<li>{_link(link)}</li>" for link in part.links)
        said = f'<p class="muted">{isolated(part.about)}</p>' if part.about else ""
        body.append(
            f"<section><h2>{isolated(part.title)}</h2>{said}"
            f'<ul class="cards">{items}</ul></section>'
        )
    return _document(title, "\n".join(body), identity)


def _link(link: Link) -> str:
    about = f' <span class="muted">{isolated(link.about)}</span>' if link.about else ""
    if link.href is None:
        return f'<span aria-current="page">{isolated(link.text)}</span>{about}'
    return f'<a href="{escaped(link.href)}">{isolated(link.text)}</a>{about}'


def _identity(identity: Identity) -> str:
    """Which version it is, when it was made, the hash of the results, and what that means."""
    said = {
        SheetStatus.PROVISIONAL: _("These results may still change."),
        SheetStatus.OFFICIAL: _("These results are official."),
    }
    if identity.status is None:
        return ""
    css = identity.status.value.casefold()
    return (
        f'<p class="identity {css}"><strong>{escaped(version_line(identity))}</strong> '
        f"<span>{escaped(said[identity.status])}</span></p>"
    )


def _tools() -> str:
    """Search and the place for choices; the script shows them, for without it they do nothing."""
    words = {
        "search": _("Search name, bib, club"),
        "all": _("All"),
        "shown": _("{shown} of {total} shown"),
        "sort": _("Sort by {column}"),
        "clear": _("Show all"),
    }
    data = " ".join(f'data-{key}="{escaped(text)}"' for key, text in words.items())
    return (
        f'<form class="tools" role="search" hidden {data}>'
        f"<label>{escaped(words['search'])} "
        '<input type="search" name="search" autocomplete="off" spellcheck="false"></label>'
        f'<button type="reset">{escaped(words["clear"])}</button>'
        '</form>\n<p class="shown" role="status" aria-live="polite"></p>'
    )


def _document(title: str, body: str, identity: Identity) -> str:
    style, script = _resource("site.css"), _resource("site.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    foot = " · ".join(filter(None, (identity.event, version_line(identity))))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="trailsdesk {trailsdesk.__version__}">
<meta name="color-scheme" content="light dark">
<title>{escaped(title)}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
<footer><p>{isolated(foot)}</p></footer>
<script>{script}</script>
</body>
</html>
"""


@lru_cache(maxsize=4)
def _resource(name: str) -> str:
    text = trailsdesk.resource("site", name).read_text(encoding="utf-8").replace("\r\n", "\n")
    if "</" in text:
        raise ValueError(f"{name} would end its element early")
    return text


def _digest(text: str) -> str:
    """The digest a content security policy names a style or script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
