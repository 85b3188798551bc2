"""Pages of Data Docs: what Great Expectations' renderers make of suites and results, in a frame of ours.

Its own frame loads Bootstrap, jQuery, Vega and others from eight hosts, lists nothing without them, and writes some
values into the page as they are. Here nothing is loaded, nothing runs, and every text is text. What stands between is
left to its templates. Importing this module takes seconds: do so inside functions.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from great_expectations.render.renderer.page_renderer import (
    ExpectationSuitePageRenderer,
    ValidationResultsPageRenderer,
)
from great_expectations.render.renderer.site_index_page_renderer import SiteIndexPageRenderer
from great_expectations.render.view.view import DefaultJinjaPageView
from jinja2 import ChoiceLoader, PackageLoader, pass_context

if TYPE_CHECKING:
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
    )
    from great_expectations.render.components import RenderedDocumentContent

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Great Expectations styles by attributes; nothing else is allowed, so that no text of a record can do anything."""

_SUITES_OF_GX = "../../../../expectations/"
"""Where its pages of results look for the page of their suite."""


@dataclass(frozen=True)
class Link:
    """A suite in the index, with the addresses of its two pages."""

    name: str
    table: str
    is_success: bool

    @property
    def result(self) -> str:
        """Address of its result from the index."""
        return f"validations/{_file(self.name)}"

    @property
    def suite(self) -> str:
        """Address of its expectations from the index."""
        return f"expectations/{_file(self.name)}"


def _file(suite: str) -> str:
    return f"{suite.replace(' ', '-')}.html"


class Pages:
    """Makes pages, one after the other."""

    def __init__(self) -> None:
        self._view = _View()
        # their methods have no types
        self._results: Any = ValidationResultsPageRenderer()
        self._suites: Any = ExpectationSuitePageRenderer()
        self._index: Any = SiteIndexPageRenderer()

    def result(self, result: ExpectationSuiteValidationResult) -> str:
        """Page of what a suite found."""
        page: RenderedDocumentContent = self._results.render(result)
        page.page_title = f"{result.suite_name}: validation result"
        return self._view.page(page, home="../")

    def suite(self, suite: ExpectationSuite) -> str:
        """Page of what a suite expects."""
        page: RenderedDocumentContent = self._suites.render(suite)
        page.page_title = f"{suite.name}: expectation suite"
        return self._view.page(page, home="../")

    def index(self, links: Sequence[Link]) -> str:
        """Page of all suites: those that fail first."""
        entries = [
            {
                "expectation_suite_name": link.name,
                "expectation_suite_filepath": link.suite,
                "asset_name": link.table,
                "validation_success": link.is_success,
                "filepath": link.result,
            }
            for link in sorted(links, key=lambda link: link.is_success)
        ]
        suites = [
            {"expectation_suite_name": link.name, "filepath": link.suite}
            for link in sorted(links, key=lambda link: link.name)
        ]
        page: RenderedDocumentContent = self._index.render(
            {
                "site_name": "published suites",
                "validations_links": entries,
                "expectations_links": suites,
            }
        )
        page.page_title = "Data Docs"
        return self._view.page(page, home="")


class _View(DefaultJinjaPageView):
    """Great Expectations' view with our templates in front of its own, and no text taken for markup."""

    def __init__(self) -> None:
        super().__init__()
        folders = ("templates/data_docs", "templates", "style")
        ours = [PackageLoader("validation", folder) for folder in folders]
        theirs = [self.env.loader] if self.env.loader else []
        self.env.loader = ChoiceLoader([*ours, *theirs])

    def page(self, document: RenderedDocumentContent, *, home: str) -> str:
        """The page of a document; `home` leads from there to the folder of the index."""
        render: Any = self.render
        return str(render(document, policy=POLICY, home=home))

    @pass_context
    def render_content_block(
        self, jinja_context: Any, content_block: Any, *args: Any, **kw: Any
    ) -> Any:
        """A part of a page; a bare text, for which Great Expectations vouches in vain, is escaped."""
        if isinstance(content_block, str):
            return html.escape(content_block)
        return super().render_content_block(jinja_context, content_block, *args, **kw)

    def render_string_template(self, template: dict[str, Any]) -> Any:
        """A text with its element; headings follow on ours, which is the first one."""
        render: Any = super().render_string_template
        tag = template.get("tag", "span")
        return render({**template, "tag": {"h5": "h2", "h6": "h3"}.get(tag, tag)})

    def render_styling(self, styling: Mapping[str, Any]) -> str:
        """Attributes of an element; links to a suite lead to where ours is."""
        attributes = {k: _address(str(v)) for k, v in (styling.get("attributes") or {}).items()}
        return str(super().render_styling({**styling, "attributes": attributes}))


def _address(value: str) -> str:
    if value.startswith(_SUITES_OF_GX):
        value = f"../{value.removeprefix('../../../../').replace(' ', '-')}"
    return html.escape(value)
