"""The engine against articles whose gold was written before its rules."""

from scripts.extract import extract


def _matches(article, found, words):
    """Pairs of a gold statement and a found one that share half of their words, the closest first."""
    text = article["text"]
    gold = [(s, words(text, s["content"])) for s in article["statements"]]
    mine = [(s, words(text, s["content"])) for s in found["statements"]]
    ranked = sorted(
        (-len(g & m) / len(g | m), i, j)
        for i, (_, g) in enumerate(gold)
        for j, (_, m) in enumerate(mine)
        if g & m
    )
    pairs = {}
    for score, i, j in ranked:
        if -score >= 0.5 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(gold[i][0], mine[j][0]) for i, j in sorted(pairs.items())]


def _scores(articles, words):
    gold = found = joint = named = resolved = 0
    for article in articles:
        result = extract(article["id"], article["text"], article["published"])
        gold += len(article["statements"])
        found += len(result["statements"])
        for wanted, got in _matches(article, result, words):
            if got["speaker"] and words(article["text"], [wanted["speaker"]]) & words(
                article["text"], [got["speaker"]]
            ):
                joint += 1
            if wanted["who"]:
                named += 1
                resolved += got["speaker_name"] == wanted["who"]
    return 2 * joint / (gold + found), resolved / named


def test_statements_and_speakers_of_the_tuned_articles(gold, words):
    joint, resolved = _scores(gold, words)
    assert joint >= 0.95
    assert resolved >= 0.95


def test_statements_and_speakers_of_the_articles_kept_aside(held_out, words):
    joint, resolved = _scores(held_out, words)
    assert joint >= 0.88
    assert resolved >= 0.9


def test_officials_of_the_tuned_articles(gold):
    for article in gold:
        result = extract(article["id"], article["text"], article["published"])
        found = {(o["name"], o["country"]) for o in result["officials"]}
        assert found == {(o["name"], o["country"]) for o in article["officials"]}, article["id"]


def test_meetings_of_the_tuned_articles(gold):
    for article in gold:
        result = extract(article["id"], article["text"], article["published"])

        def key(meeting):
            return (
                meeting["kind"],
                meeting["status"],
                str(meeting["date"]),
                frozenset(meeting["participants"]),
            )

        assert {key(m) for m in result["meetings"]} == {key(m) for m in article["meetings"]}, (
            article["id"]
        )


def test_an_article_of_background_yields_nothing(gold):
    article = next(a for a in gold if a["id"] == "oped-explainer-no-speech")
    result = extract(article["id"], article["text"], article["published"])
    assert (result["statements"], result["officials"], result["meetings"]) == ([], [], [])


def test_most_candidates_are_of_the_high_tier_and_those_are_right(gold, words):
    high = right = every = 0
    for article in gold:
        result = extract(article["id"], article["text"], article["published"])
        matched = [id(got) for _, got in _matches(article, result, words)]
        every += len(result["statements"])
        for statement in result["statements"]:
            if statement["tier"] == "high":
                high += 1
                right += id(statement) in matched
    assert right / high >= 0.98
    assert high / every >= 0.5
