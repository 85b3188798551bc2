"""Which lines of a text are an article, and what each of them is: headline, caption, credits or body.

What lies in no part is site furniture. On a page trafilatura has marked the lines of the article; in a plain text they
are told by how they read, with the lists of furniture that the extraction engine keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from scripts.extract.furniture import is_caption, is_of_the_site
from scripts.ingest.days import printed_days
from scripts.ingest.lines import Line, letters
from scripts.ingest.metadata import Declared
from validation.quote_proof import nearest, occurrences

_BEFORE, _BEHIND = 6, 4
"""Lines before the headline and behind the body among which credits and captions may stand."""
_STORY = 300
"""Characters of prose below a headline that make it the headline of a story."""
_LONGEST_HEADLINE, _LONGEST_CREDIT = 200, 160
_LONG_PROSE = 120
"""Characters from which a line is prose, whatever it ends in."""
_MOSTLY = 0.5
_FEWEST_WORDS = 3
_NO_RANK = 9
_FEW = 3
"""Headings of the first rank on a page that may be as many headlines; more are its subheadings."""
_GLUED = 24
"""Letters of a word that is no word but a menu run together."""

_ENDS_LIKE_PROSE = re.compile(r"[.!?…:][\"”’'»)\]]*$")
_ENDS_LIKE_SENTENCE = re.compile(r"[.,;:!…][\"”’'»)\]]*$")
_MENU = re.compile(r"[|»\u203a•]| > ")
_BYLINE = re.compile(
    # names, and what joins them; "By Monday the ministers had met." is a sentence
    r"^(?:(?i:written |reported |reporting |editing )?(?:By|BY|by)\b:?)"
    r"(?:[\s|,&/]+(?:[^\W\d_a-z][\w.'’@-]*|@\w+|and|for|of|the|in|de|der|van|von|bin|al-\w+|staff|our)){0,9}"
    r"(?:[\s|,–—-]*$|[\s|,–—-]+\d|\s*\|)"
)
_CONTRIBUTED = re.compile(
    r"^[^.]{2,120}\bcontributed (?:to this (?:story|report|article)|reporting)\b|^(?:source|photos?|credit)s?\s*:",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^\W*(?:published|posted|updated|last (?:updated|modified)|date)\b", re.IGNORECASE
)
_AROUND_A_DAY, _HARDLY_MORE = 60, 25
"""Characters that a line of date may hold besides the day, and those beside which the day is all there is."""
_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_][^\W\d_]+(?:[ .'’-]+[^\W\d_]+){0,3})"
    r"(?P<more>,\s[^–—:;!?”\"]{2,40}?)?(?P<agency>\s*\([^()]{2,40}\))?\s*(?P<dash>[–—]|--?)(?=\s)"
)


@dataclass(frozen=True)
class Part:
    """A stretch of the text that belongs to the article; `kind` is a value of the vocabulary region_kind."""

    kind: str
    start: int
    end: int


@dataclass
class Story:
    """An article within a text: lines `first` up to `stop`.

    `title` is the headline as printed, None if none was found, and `title_from` says how it was found. `place` is the
    place of the dateline as printed. `left` are lines amid the article that are in no part.
    """

    first: int
    stop: int
    title: str | None = None
    title_from: str = ""
    parts: list[Part] = field(default_factory=list)
    place: str | None = None
    left: list[Line] = field(default_factory=list)

    def of_kind(self, *kinds: str) -> Iterator[Part]:
        """Its parts of these kinds."""
        return (part for part in self.parts if part.kind in kinds)


@dataclass(frozen=True)
class Offer:
    """A headline that may begin a story of its own; `ends_first`: the story before ends there."""

    line: Line
    number: int
    ends_first: bool


@dataclass(frozen=True)
class NotPrintedError(ValueError):
    """Words given for a headline that the text does not hold; `nearest` is what comes nearest."""

    words: str
    nearest: str | None


def find_stories(
    text: str, lines: Sequence[Line], titles: Sequence[Declared] = (), wanted: Sequence[str] = ()
) -> tuple[list[Story], list[Offer]]:
    """Find the article of a text, or one for each headline in `wanted`, and headlines that may begin another.

    `titles` is what a page declares as its headline. Raises NotPrintedError for a wanted headline that is not there.
    """
    heads = [_given(text, lines, words) for words in wanted] or [_main_headline(lines, titles)]
    heads.sort(key=lambda head: -1 if head.line is None else head.line)
    offers = list(_others(lines, heads))
    stories = []
    for number, head in enumerate(heads):
        is_first = number == 0 and not (wanted and _is_below_another(lines, head))
        first = 0 if is_first else head.line or 0
        stops = [other.line for other in heads[number + 1 :] if other.line is not None]
        stops += [offer.number for offer in offers if offer.ends_first and offer.number > first]
        story = Story(first, min(stops, default=len(lines)), head.words, head.found_by)
        _fill(story, lines, head)
        stories.append(story)
    return stories, offers


# headlines


def _is_below_another(lines: Sequence[Line], head: _Head) -> bool:
    """Whether so much prose stands above a headline that it is of another story."""
    above = lines[: head.line or 0]
    return sum(len(line.words) for line in above if _is_prose(line)) >= _STORY


@dataclass(frozen=True)
class _Head:
    """A headline: its line, its words, where they stand, how it was found, and the `article` element it is in."""

    line: int | None = None
    words: str | None = None
    start: int = 0
    end: int = 0
    found_by: str = ""
    article: int = 0


def _of_line(lines: Sequence[Line], number: int, found_by: str) -> _Head:
    line = lines[number]
    return _Head(number, line.words, line.start, line.end, found_by, line.article)


def _given(text: str, lines: Sequence[Line], words: str) -> _Head:
    """The headline with the words given: a line of its own if there is one, else the first place."""
    words = words.strip()
    spans = list(occurrences(text, words)) if words else []
    if not spans:
        near = nearest(text, words) if words else None
        raise NotPrintedError(words, None if near is None else text[near.start : near.end])
    whole = [n for n, line in enumerate(lines) if line.words == words]
    if whole:
        best = min(whole, key=lambda n: (not lines[n].heading, lines[n].linked > _MOSTLY, n))
        return _of_line(lines, best, "as given")
    span = spans[0]
    number = max(n for n, line in enumerate(lines) if line.start <= span.start)
    return _Head(number, words, span.start, span.end, "as given", lines[number].article)


def _main_headline(lines: Sequence[Line], titles: Sequence[Declared]) -> _Head:
    """The headline of the one story: as the page declares it, else the last h1 above the body, else by how it reads."""
    by_page = any(line.is_story for line in lines)
    body = next(
        (n for n, line in enumerate(lines) if (line.is_story or not by_page) and _is_prose(line)),
        len(lines) if by_page else 0,
    )
    declared = _declared_headline(lines, titles, body)
    if declared is not None:
        return declared
    tops = [n for n in range(body) if lines[n].heading == 1 and not _is_link(lines[n])]
    if tops:
        return _of_line(lines, tops[-1], "h1")
    likely = [n for n in range(body) if _reads_like_headline(lines[n])]
    if not likely:
        return _Head()
    best = max(likely, key=lambda n: (len(lines[n].words.split()), -n))
    return _of_line(lines, best, "by how it reads")


def _declared_headline(
    lines: Sequence[Line], titles: Sequence[Declared], body: int
) -> _Head | None:
    """The line that prints what the page declares as its headline: the highest heading, the last one above the body."""
    for title in titles:
        wanted = letters(title.value)
        same = [
            n
            for n, line in enumerate(lines)
            if letters(line.words) == wanted
            or (line.heading and _holds(wanted, letters(line.words)))
        ]
        if wanted and same:
            best = min(
                same,
                key=lambda n: (_is_link(lines[n]), lines[n].heading or _NO_RANK, n > body, -n),
            )
            return _of_line(lines, best, title.where)
    return None


def _holds(declared: str, printed: str) -> bool:
    """Whether a declared title is the printed headline with the name of the site, `Headline - Site`, or cut short."""
    half = len(declared) / 2
    return len(printed) > half and (declared.startswith(printed) or printed.startswith(declared))


def _others(lines: Sequence[Line], heads: Sequence[_Head]) -> Iterator[Offer]:
    """Headlines with a story below them that are none of the stories' own."""
    own = {head.line for head in heads}
    first = next((head.line for head in heads if head.line is not None), None)
    if first is None:
        return
    title = lines[first]
    if not title.article:  # the headline may stand above the element that holds the story
        below_it = (line.article for line in lines[first:] if line.is_story)
        title = replace(title, article=next(below_it, 0))
    by_heading = title.heading > 0
    ranks = [line.heading for line in lines]
    headlines = [
        _is_rival(line, title) if by_heading else _reads_like_headline(line) for line in lines
    ]
    ends = [line.heading > 0 for line in lines] if by_heading else headlines
    below = _prose_below(lines, ends)
    above = 0
    for number in range(first + 1, len(lines)):
        line = lines[number]
        above += len(line.words) if _is_prose(line) else 0
        if number in own or not headlines[number] or below[number] < _STORY:
            continue
        is_subheading = not by_heading and above < _STORY
        if not is_subheading and letters(line.words) != letters(title.words):
            ends_first = by_heading and _begins_a_story(lines, number, title)
            if ends_first or not by_heading or (line.heading == 1 and ranks.count(1) <= _FEW):
                yield Offer(line, number, ends_first)


def _is_rival(line: Line, title: Line) -> bool:
    """Whether a heading may be that of another story: of the rank of the headline, or in another `article` element."""
    is_apart = line.article not in (0, title.article)
    return line.heading > 0 and (line.heading <= title.heading or is_apart) and not _is_link(line)


def _begins_a_story(lines: Sequence[Line], number: int, title: Line) -> bool:
    """Whether a heading is no subheading: it stands in another `article` element, or a day or byline follows it."""
    if lines[number].article not in (0, title.article):
        return True
    return any(_is_credit_line(line.words) for line in lines[number + 1 : number + 3])


def _prose_below(lines: Sequence[Line], ends: Sequence[bool]) -> list[int]:
    """For every line the characters of prose below it, up to the next headline."""
    totals = [0] * len(lines)
    total = 0
    for number in range(len(lines) - 1, -1, -1):
        totals[number] = total
        line = lines[number]
        total = 0 if ends[number] else total + (len(line.words) if _is_prose(line) else 0)
    return totals


# how a line reads


def _is_link(line: Line) -> bool:
    return line.linked > _MOSTLY


def _is_prose(line: Line) -> bool:
    words = line.words
    if _is_link(line) or line.heading or line.is_caption or line.is_credit:
        return False
    if is_of_the_site(words) or _is_credit_line(words) or is_caption(words):
        return False
    return len(words) >= _LONG_PROSE or (" " in words and bool(_ENDS_LIKE_PROSE.search(words)))


def _reads_like_headline(line: Line) -> bool:
    words = line.words.split()
    return (
        len(words) >= _FEWEST_WORDS
        and len(line.words) <= _LONGEST_HEADLINE
        and max(map(len, words)) <= _GLUED
        and not _ENDS_LIKE_SENTENCE.search(line.words)
        and not line.words[0].islower()
        and not _MENU.search(line.words)
        and not _is_link(line)
        and not line.is_credit
        and not line.is_caption
        and not is_of_the_site(line.words)
        and not is_caption(line.words)
        and not _is_credit_line(line.words)
    )


def _is_credit_line(words: str) -> bool:
    """Whether a line tells who wrote it, who supplied it or when; a sentence never does."""
    if len(words) > _LONGEST_CREDIT:
        return False
    if _CONTRIBUTED.search(words) or _BYLINE.match(words):
        return True
    return not _ENDS_LIKE_PROSE.search(words) and _is_day(words, _AROUND_A_DAY)


def _is_day(words: str, around: int) -> bool:
    """Whether a line is a day with its year, or is labelled as one, and little else; a quoted tweet ends in one."""
    days = printed_days(words) if len(words) <= _LONGEST_CREDIT and "(@" not in words else []
    rest = len(words) - sum(day.end - day.start for day in days)
    return bool(days) and (rest <= around or _LABELLED.match(words) is not None)


# the parts of a story


def _fill(story: Story, lines: Sequence[Line], head: _Head) -> None:
    """Give each line of the story its kind, and join lines of one kind that follow each other."""
    kinds = _kinds(story, lines, head)
    top = story.first if head.line is None else head.line
    bodies = [number for number, kind in kinds.items() if kind == "body" and number >= top]
    if not bodies and head.line is None:
        return
    top = bodies[0] if head.line is None else head.line
    bodies = bodies or [top]
    first = bodies[0]
    reach = _Reach(top, first, bodies[min(2, len(bodies) - 1)], bodies[-1])
    before = -2
    for number, kind in kinds.items():
        line = lines[number]
        if not reach.holds(kind, number):
            if top <= number <= reach.last:
                story.left.append(line)
            continue
        start, end = (head.start, head.end) if number == head.line else (line.start, line.end)
        follows = number == before + 1 and story.parts[-1].kind == kind
        if follows and kind in ("body", "credits"):
            start = story.parts.pop().start
        story.parts.append(Part(kind, start, end))
        if number == first and kind == "body":
            _part_dateline(story, line, follows=number == before + 1)
        before = number


@dataclass(frozen=True)
class _Reach:
    """Line numbers between which a story stands: `top` is the headline, or the first line of the body.

    `head_ends` is the third line of the body: what stands before it may still be of the head, below a summary.
    """

    top: int
    first: int
    head_ends: int
    last: int

    def holds(self, kind: str, number: int) -> bool:
        """Whether a line stands where its kind may stand."""
        around = self.top - _BEFORE <= number <= self.last + _BEHIND
        reach = {
            "body": number >= self.top,
            "headline": self.top <= number <= self.last,
            "caption": around,
            # amid the article they are those of other stories
            "credits": around and not self.head_ends <= number <= self.last,
        }
        return reach.get(kind, False)


def _kinds(story: Story, lines: Sequence[Line], head: _Head) -> dict[int, str]:
    """The kind of each line, wherever it stands; empty for site furniture."""
    told = [n for n in range(story.first, story.stop) if lines[n].is_story]
    kinds = {
        number: _kind(lines[number], head, number, by_page=bool(told))
        for number in range(story.first, story.stop)
    }
    below = (head.line or 0) + 1
    if told and head.line is not None and below < told[-1] and _is_prose(lines[below]):
        kinds[below] = kinds[below] or "headline"  # a summary, which trafilatura passes over
    beside = {lines[number].parent for number in told if not lines[number].heading}
    bodies = [number for number, kind in kinds.items() if kind == "body"]
    for number in range(bodies[0], bodies[-1]) if told and bodies else ():
        line = lines[number]
        # a paragraph that trafilatura passes over amid its brothers is the article's all the same
        is_passed_over = not kinds[number] and line.parent in beside and _is_prose(line)
        if is_passed_over or (kinds[number] == "credits" and line.is_story):
            kinds[number] = "body"
    return kinds


def _kind(line: Line, head: _Head, number: int, *, by_page: bool) -> str:  # noqa: PLR0911  # the first that fits
    words = line.words
    if number == head.line or (head.words and words == head.words and not _is_link(line)):
        return "headline"
    if _is_day(words, _HARDLY_MORE) and not _ENDS_LIKE_PROSE.search(words):
        return "credits" if number > (head.line or 0) or _is_of_story(line, words, head) else ""
    if line.is_caption:
        return "caption"
    is_quoted = "(@" in words  # a tweet, whatever the page calls it
    is_credit = (line.is_credit and not line.is_story and not is_quoted) or _is_credit_line(words)
    if is_credit and len(words) <= _LONGEST_CREDIT:
        is_own = not _is_link(line) or line.is_credit or _BYLINE.match(words) is not None
        is_own = is_own and (number > (head.line or 0) or _is_of_story(line, words, head))
        return "credits" if is_own else ""
    if not line.is_story and not line.heading and is_caption(words):
        return "caption"
    if is_of_the_site(words):
        return ""
    if by_page:
        return "" if not line.is_story else "headline" if line.heading else "body"
    if _is_prose(line):
        return "body"
    return "headline" if _reads_like_headline(line) and head.line is not None else ""


def _is_of_story(line: Line, words: str, head: _Head) -> bool:
    """Whether a credit above the headline is the story's: the head of a page often prints the day of the visit."""
    if line.is_story is None or head.line is None or _LABELLED.match(words):
        return True
    return line.article == head.article if head.article else line.is_credit


def _part_dateline(story: Story, line: Line, *, follows: bool) -> None:
    """Set a dateline at the head of the body apart, as credits: `NORTON, 12 March (NNA) –`.

    `follows`: the line before is in a part, and goes on if that is of credits.
    """
    found = _DATELINE.match(line.words)
    if found is None or not _is_dateline(found):
        return
    story.place = found["place"]
    body = story.parts.pop()
    end = line.start + found.end()
    start = line.start
    if follows and story.parts and story.parts[-1].kind == "credits":
        start = story.parts.pop().start
    story.parts.append(Part("credits", start, end))
    gap = len(line.words) - found.end() - len(line.words[found.end() :].lstrip())
    story.parts.append(Part("body", end + gap, body.end))


def _is_dateline(found: re.Match[str]) -> bool:
    """A place in capitals, or one with a date or an agency: `Iran - which borders …` is none."""
    place = found["place"]
    if place.isupper():
        return True
    dated = bool(found["more"]) and any(char.isdigit() for char in found["more"])
    return place[0].isupper() and (dated or bool(found["agency"]))
