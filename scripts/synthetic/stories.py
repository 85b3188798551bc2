"""Synthetic articles, many at once: their texts, and everything that is said and met in them.

Five articles in a row follow one visit: one announces it, one reports while it is going on, three look back. A part of
the articles is made apart from all others, so that any number can be made in any order, on any number of processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from scripts.synthetic import words
from scripts.synthetic.columns import DAYS, Draw, Texts, days, glue, lengths, pc, pick, slugs
from scripts.synthetic.people import OFFICIALS, People, people
from scripts.synthetic.sentences import Sentences, Speakers, sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

PORTION = 1_000
"""Articles that are made at once, at most: what a process holds in memory."""

BLOCK = 5
"""Articles that follow one visit."""

STATEMENTS = 10
"""Statements of an article, unless said otherwise; at most as many as there are `ENDINGS`."""

PLANNED, ONGOING = 0, 1
PUBLISHED = np.array([-3, 0, 1, 2, 9])
"""Days from the first day of the visit to the publication of each article of a block."""

ENDINGS = tuple(
    f"{'kcrtbnwzdgmx'[n * 5 % 12]}{'aeiou'[n * 3 % 5]}{'xyz'[n % 3]}" for n in range(60)
)
"""Three letters that end the id of a statement, in no order."""

FULL, FAMILY, PRONOUN = range(3)

HOST_SPEAKS, GUEST_SPEAKS, GOES_ON = 0.35, 0.7, 0.2
"""Shares of the statements that the host makes, that host and guest make, and that go on with the speaker before."""


@dataclass
class Stories:
    """A part of the articles. Arrays are by article (n), by statement (n times `each`), or by visit."""

    first: int
    each: int
    ids: Texts
    days: Numbers
    published: Texts
    texts: Texts
    sizes: Numbers
    headlines: Texts
    body_start: Numbers
    body_end: Numbers
    credits: Texts
    credit_start: Numbers
    agency: Numbers
    outlet: Numbers
    dateline: Numbers
    lead: Lead
    said: Sentences
    places: Numbers
    speakers: Numbers
    forms: Numbers
    visit_days: Numbers

    @property
    def count(self) -> int:
        """How many articles."""
        return len(self.ids)

    @property
    def of_article(self) -> Numbers:
        """For every statement the place of its article among these."""
        return np.repeat(np.arange(self.count), self.each)

    @property
    def statement_ids(self) -> Texts:
        """Ids of the statements, article by article."""
        endings = pick(ENDINGS[: self.each], np.tile(np.arange(self.each), self.count))
        return glue(self.ids.take(pa.array(self.of_article)), "-", endings)

    @property
    def visit_ids(self) -> Texts:
        """Ids of the visits, one for each block."""
        return slugs("example-visit", self.first // BLOCK + np.arange(len(self.visit_days)))

    @property
    def talks_ids(self) -> Texts:
        """Ids of the talks within each visit."""
        return slugs("example-talks", self.first // BLOCK + np.arange(len(self.visit_days)))


@dataclass
class Lead:
    """The first paragraph of every article: who visits whom, and where that stands in the paragraph."""

    texts: Texts
    host: Numbers
    guest: Numbers
    town: Numbers
    host_labels: Texts
    guest_labels: Texts
    host_start: Numbers
    guest_start: Numbers
    visit: tuple[Numbers, Numbers]
    talks: tuple[Numbers, Numbers]


def stories(seed: int, first: int, count: int, each: int = STATEMENTS) -> Stories:
    """Articles by their number, from `first`, a multiple of `PORTION`; the same for the same seed.

    Raises:
        ValueError: `first` lies within a portion, or `each` is larger than an article can hold.
    """
    if first % PORTION or not 0 < each <= len(ENDINGS):
        msg = f"articles begin at a multiple of {PORTION}, each with 1 to {len(ENDINGS)} statements"
        raise ValueError(msg)
    known = people()
    numbers = np.arange(first, first + count)
    in_block = numbers % BLOCK
    blocks = -(-count // BLOCK)
    block = (numbers - first) // BLOCK
    by_visit = Draw(seed, "visits", first, blocks, PORTION // BLOCK)
    by_article = Draw(seed, "articles", first, count, PORTION)
    by_statement = Draw(seed, "statements", first, count * each, PORTION * each)
    visit_days = 10 + by_visit.number(DAYS - 20)
    host, town = by_visit.number(OFFICIALS), by_visit.number(len(words.TOWNS))
    guest = (host + 1 + by_visit.number(5)) % OFFICIALS  # never of the same state
    article_days = visit_days[block] + PUBLISHED[in_block]
    lead = _lead(known, in_block, (host[block], guest[block], town[block]))
    speakers, forms = _speakers(by_statement, count, each, (lead.host, lead.guest))
    marks = np.repeat(by_article.number(len(words.MARKS)), each)
    said = sentences(by_statement, _called(known, speakers, forms, marks))
    agency = by_article.number(len(words.AGENCIES))
    credited = by_article.some(0.7)
    agencies = pick(words.AGENCIES, agency, ~credited)
    tails = pc.coalesce(
        glue(agencies, " contributed to this report."), by_article.one_of(words.SCENES)
    )
    headlines = by_article.one_of(words.HEADLINES)
    texts = _texts(headlines, lead.texts, said.texts, tails, each)
    body_start = lengths(headlines) + 2
    sizes = lengths(said.texts).reshape(count, each) + 2
    before = (body_start + lengths(lead.texts) + 2)[:, None]
    places = (before + np.cumsum(sizes, axis=1) - sizes).reshape(-1)
    tail_start = before[:, 0] + sizes.sum(axis=1)
    body_end = np.where(credited, tail_start - 2, tail_start + lengths(tails))
    return Stories(
        first=first,
        each=each,
        ids=slugs("example-gazette", numbers),
        days=article_days,
        published=days(article_days),
        texts=texts,
        sizes=lengths(texts),
        headlines=headlines,
        body_start=body_start,
        body_end=body_end,
        credits=agencies,
        credit_start=tail_start,
        agency=agency,
        outlet=by_article.number(len(words.OUTLETS)),
        dateline=lengths(pick(words.TOWNS, lead.town)),
        lead=lead,
        said=said,
        places=places,
        speakers=speakers,
        forms=forms,
        visit_days=visit_days,
    )


def _lead(known: People, in_block: Numbers, parties: tuple[Numbers, Numbers, Numbers]) -> Lead:
    """What the article reports of the visit, in one sentence, and of the talks, in a second one."""
    host, guest, town = parties
    place = pick(words.TOWNS, town)
    hosts, guests = (known.titled.take(pa.array(people_)) for people_ in (host, guest))
    opening = glue(pc.utf8_upper(place), " – ")
    at = lengths(opening)
    planned = in_block == PLANNED
    verbs = pick((" will receive ", " is receiving ", " received "), np.minimum(in_block, 2))
    visit = glue(hosts, verbs, guests, " in ", place, pick(("", " next week"), planned.astype(int)))
    has_talks = np.isin(in_block, (2, 3))
    talks = "The two held talks on the border"
    second = pick(("", f" {talks}."), has_talks.astype(int))
    end = at + lengths(visit)
    return Lead(
        texts=glue(opening, visit, ".", second),
        host=host,
        guest=guest,
        town=town,
        host_labels=hosts,
        guest_labels=guests,
        host_start=at,
        guest_start=at + lengths(hosts) + lengths(verbs),
        visit=(at, end),
        talks=(np.where(has_talks, end + 2, -1), np.where(has_talks, end + 2 + len(talks), -1)),
    )


def _speakers(
    draw: Draw, count: int, each: int, parties: tuple[Numbers, Numbers]
) -> tuple[Numbers, Numbers]:
    """Who makes each statement, and how he is called: in full at first, then by family name or a pronoun."""
    host, guest = parties
    chance = draw.share().reshape(count, each)
    strangers = draw.number(OFFICIALS).reshape(count, each)
    parties_ = [np.broadcast_to(who[:, None], (count, each)) for who in parties]
    speakers = np.select([chance < HOST_SPEAKS, chance < GUEST_SPEAKS], parties_, strangers)
    goes_on = draw.some(GOES_ON).reshape(count, each)
    goes_on[:, 0] = False
    forms = np.full((count, each), FULL)
    for place in range(each):
        again = goes_on[:, place]
        if place:
            speakers[again, place] = speakers[again, place - 1]
        known = (speakers[:, :place] == speakers[:, [place]]).any(axis=1)
        known |= (speakers[:, place] == host) | (speakers[:, place] == guest)
        forms[known, place] = FAMILY
        forms[again, place] = PRONOUN
    return speakers.reshape(-1), forms.reshape(-1)


def _called(known: People, speakers: Numbers, forms: Numbers, marks: Numbers) -> Speakers:
    """The words that stand for each speaker."""
    who = pa.array(speakers)
    full, family = known.titled.take(who), known.families.take(who)
    chosen = pa.array(forms)
    return Speakers(
        first=pc.choose(chosen, full, family, "He"),
        inside=pc.choose(chosen, full, family, "he"),
        behind=pc.choose(chosen, full, family, "him"),
        marks=marks,
    )


def _texts(headlines: Texts, leads: Texts, said: Texts, tails: Texts, each: int) -> Texts:
    """Paragraphs as texts, with the furniture of a page below."""
    count = len(headlines)
    every = pa.concat_arrays([headlines, leads, tails, said])
    places = np.empty((count, each + 3), dtype=np.int64)
    places[:, 0], places[:, 1] = np.arange(count), count + np.arange(count)
    places[:, 2:-1] = 3 * count + np.arange(count * each).reshape(count, each)
    places[:, -1] = 2 * count + np.arange(count)
    offsets = pa.array(np.arange(count + 1) * (each + 3), pa.int32())
    listed = pa.ListArray.from_arrays(offsets, every.take(pa.array(places.reshape(-1))))
    return glue(pc.binary_join(listed, "\n\n"), f"\n\n{words.FURNITURE}\n")
