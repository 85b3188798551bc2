"""`python -m scripts.synthetic`: tables in shards, a corpus of texts, faults."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import scripts.synthetic
from scripts.synthetic.stories import ENDINGS, STATEMENTS
from validation.parquet_sql import Limits

if TYPE_CHECKING:
    from scripts.synthetic.faults import Expected


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands; returns the exit code."""
    options = _parser().parse_args(arguments)
    if options.command == "faults":
        return _faults(options)
    from scripts.synthetic.corpus import write_corpus
    from scripts.synthetic.tables import Plan, write_tables

    plan = Plan(options.seed, options.statements, options.shard, options.processes)
    with _progress(options.articles) as done:
        if options.command == "tables":
            write_tables(options.out, options.articles, plan, done)
        else:
            write_corpus(options.out, options.articles, options.form, plan, done)
    print(f"{options.articles} articles with {options.statements} statements each in {options.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m scripts.synthetic",
        description=scripts.synthetic.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    tables = _command(commands, "tables", "base tables in shards, for `dataset build --from`")
    corpus = _command(commands, "corpus", "texts, and what is known of them")
    forms = ("text", "jsonl", "parquet")
    corpus.add_argument("--form", choices=forms, default="jsonl", help="form of the texts")
    for made, shard in ((tables, 50_000), (corpus, 10_000)):
        made.add_argument("--articles", type=_count, required=True, help="how many articles")
        made.add_argument("--out", type=Path, required=True, help="folder to write into")
        made.add_argument("--seed", type=int, default=1, help="other seeds give other articles")
        made.add_argument(
            "--statements",
            type=_count,
            default=STATEMENTS,
            help=f"statements of an article, at most {len(ENDINGS)} (default: %(default)s)",
        )
        made.add_argument(
            "--shard", type=_count, default=shard, help="articles of a shard (default: %(default)s)"
        )
        made.add_argument(
            "--processes",
            type=_count,
            default=os.cpu_count() or 1,
            help="shards made at a time (default: %(default)s)",
        )
    about = "copies of complete tables with faults of every kind, and what must be found in them"
    planted = _command(commands, "faults", about)
    planted.add_argument("tables", type=Path, help="complete folder of synthetic tables")
    planted.add_argument("--out", type=Path, required=True, help="new folder to write into")
    planted.add_argument(
        "--each", type=_count, default=3, help="faults of each kind (default: %(default)s)"
    )
    planted.add_argument("--seed", type=int, default=1, help="other seeds spoil other rows")
    planted.add_argument("--memory-limit", help="memory for the tables, such as 2GB")
    planted.add_argument("--check", action="store_true", help="validate the copies, and compare")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")


def _faults(options: argparse.Namespace) -> int:
    """Plant faults, and validate what came of it if that is wanted; returns 1 if anything else was found."""
    from scripts.synthetic.faults import STAGES, break_structure, plant

    limits = Limits(memory=options.memory_limit)
    options.out.mkdir()
    expected: dict[str, list[Expected]] = {}
    for stage in STAGES:
        _tell(f"planting: {stage}")
        expected[stage] = plant(
            options.tables,
            options.out / stage,
            stage,
            options.each,
            seed=options.seed,
            limits=limits,
        )
    expected["structure"] = break_structure(options.tables, options.out / "structure")
    rows = {stage: [each._asdict() for each in found] for stage, found in expected.items()}
    (options.out / "expected.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    for name, found in expected.items():
        print(f"{name}: {sum(each.times for each in found)} findings to be made")
    return _check(options.out, expected, limits) if options.check else 0


def _check(folder: Path, expected: Mapping[str, Sequence[Expected]], limits: Limits) -> int:
    """Validate every copy, and tell where something else is found than was planted."""
    from dataset.building.check import check_folder
    from scripts.synthetic.faults import differences

    wrong = []
    for stage, planted in expected.items():
        _tell(f"validating: {stage}")
        report = check_folder(folder / stage, lambda _: None, limits=limits)
        wrong += [f"{stage}: {line}" for line in differences(planted, report.findings)]
    print("\n".join(wrong) or "found exactly what was planted")
    return 1 if wrong else 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = "must be 1 or more"
        raise argparse.ArgumentTypeError(msg)
    return number


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A function to call with the number of articles that are done: a bar on stderr if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("articles", total=total)
        yield lambda count: progress.advance(task, count)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
