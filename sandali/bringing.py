"""`sandali import FILE…`: looks at files, or brings them in, and says what became of their rows."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import ExitStack
from pathlib import Path

from sandali.company.models import Person, Role
from sandali.company.queries import open_departments
from sandali.history.life import living
from sandali.kit.files import NoRoom
from sandali.leases import let_go
from sandali.transfer.actions import (
    begin_together,
    change_plan,
    check_import,
    decide_rows,
    start_import,
    work_on,
)
from sandali.transfer.models import ONE_BY_ONE, Alike, Choice, Import, Known, Subject, Unit, Unreadable
from sandali.transfer.presets import TITLES
from sandali.transfer.reading import NotReadable
from sandali.transfer.targets import own_targets
from sandali.transfer.work import table_of


def main(words: list[str]) -> int:
    """Bring files in; returns the exit code: 0 done, 1 some rows were not taken, 2 one could not be."""
    parser = parser_of_command()
    options = parser.parse_args(words)
    if len(options.file) > 1 and (options.about or options.decide):
        parser.error("--about and --decide are of one file")
    admins = Person.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk")
    by = (admins.filter(email=options.by) if options.by else admins).first()
    if by is None:
        print("sandali import: there is no such administrator", file=sys.stderr)
        return 2
    department = open_departments().filter(name=options.open_in).first() if options.open_in else None
    if options.open_in and department is None:
        print(f"sandali import: there is no department {options.open_in}", file=sys.stderr)
        return 2
    try:
        imports, is_whole = begin(options.file, by=by)
        planned = [change_plan(
            one, subject=options.about or one.subject, plan=one.plan, known=options.known, unreadable=options.unreadable, alike=options.alike,
            open_in=department.pk if department else None, unit=options.unit, source=one.source,
        ) for one in imports]  # fmt: skip
    except NotReadable as problem:
        print(f"sandali import: {problem}", file=sys.stderr)
        return 2
    except NoRoom:
        print("sandali import: the disk is nearly full", file=sys.stderr)
        return 75
    with living(let_go):
        return max(one_after_the_other(planned, by=by, dry=options.dry_run, decisions=dict(options.decide)), 0 if is_whole else 2)


def begin(paths: list[Path], *, by: Person) -> tuple[list[Import], bool]:
    """Look at the files; returns those that can be read in the order in which they come in, and whether they are all. Raises NoRoom."""
    opened, missing = [], 0
    with ExitStack() as files:
        for path in paths:
            try:
                opened.append((files.enter_context(path.open("rb")), path.name))
            except OSError as problem:
                missing += 1
                print(f"sandali import: {problem}", file=sys.stderr)
        imports, refused = begin_together(opened, by=by)
    for name, why in refused:
        print(f"sandali import: {name}: {why}" if len(paths) > 1 else f"sandali import: {why}", file=sys.stderr)
    return imports, not missing and not refused


def one_after_the_other(imports: list[Import], *, by: Person, dry: bool, decisions: dict[int, str]) -> int:
    """Check or take the rows of each; returns the worst of their exit codes. One that could not go on holds up those that speak of it."""
    worst = 0
    for place, one in enumerate(imports):
        tell_plan(one)
        worst = max(worst, go(one, by=by, dry=dry, decisions=decisions))
        if worst > 1 and imports[place + 1 :]:
            print(f"sandali import: left as they are: {', '.join(after.name for after in imports[place + 1 :])}", file=sys.stderr)
            break
    return worst


def parser_of_command() -> ArgumentParser:
    """What may be said behind `sandali import`."""
    parser = ArgumentParser(prog="sandali import")
    parser.add_argument("file", type=Path, nargs="+", help="CSV, XLSX, vCard or JSON, or a ZIP of them; several tables of one export come in in their order")
    parser.add_argument("--by", help="the mail address of the administrator in whose name it is done (the first one)")
    parser.add_argument("--about", choices=Subject.values, help="what the rows are, where the guess is wrong")
    parser.add_argument("--known", choices=Known.values, default=Known.FILL.value, help="what becomes of who is here already")
    parser.add_argument("--alike", choices=Alike.values, default=Alike.PAIR.value, help="what becomes of who is nobody here, but looks like somebody")
    parser.add_argument("--decide", action="append", default=[], metavar="LINE=CHOICE", type=decided, help=f"what becomes of one line of who is here or looks like somebody: {', '.join(Choice.values)}")
    parser.add_argument("--open-in", metavar="DEPARTMENT", help="bring cases that are still open there in as open, into this department (they come in at rest)")
    parser.add_argument("--unit", choices=[one for one in Unit.values if one], default="", help="in what amounts are of which the file does not say it (rows with such are set aside)")
    parser.add_argument("--unreadable", choices=Unreadable.values, default=Unreadable.ASIDE.value, help="what becomes of a row with an unreadable value")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen; write nothing")
    return parser


def tell_plan(one: Import) -> None:
    """What is understood of the file."""
    print(f"{one.name}: {TITLES.get(one.source, 'a table')}, {one.subject}{'. ' + one.problem if one.problem else ''}")
    own = {target.name: f"{target.name} ({target.label})" for target in own_targets(one.subject)}
    for name, target in zip(table_of(one).names, one.plan, strict=False):
        if target:
            print(f"  {name}  ->  {own.get(target, target)}")


def decided(text: str) -> tuple[int, str]:
    """ "12=leave" as (line, choice). Raises ArgumentTypeError."""
    line, _is, choice = text.partition("=")
    if not line.isdecimal() or choice not in Choice.values:
        raise ArgumentTypeError(f"{text}: a line of the file, and one of {', '.join(Choice.values)}")
    return int(line), choice


def decide(one: Import, decisions: dict[int, str]) -> None:
    """Try the rows, so that single ones can be decided on, and do."""
    check_import(one)
    work_on(one.pk)
    one.refresh_from_db()
    rows = dict(one.lines.filter(line__in=decisions, outcome__in=ONE_BY_ONE).values_list("line", "row"))
    done = decide_rows(one, {rows[line]: choice for line, choice in decisions.items() if line in rows})
    if done < len(decisions):
        print(f"sandali import: {len(decisions) - done} of the lines to decide on are not of that kind; what holds for all holds for them", file=sys.stderr)


def go(one: Import, *, by: Person, dry: bool, decisions: dict[int, str]) -> int:
    """Check or take the rows here and now; what is cut off goes on in the worker, or on the import's page."""
    if decisions:
        decide(one, decisions)
    if dry:
        check_import(one)
    else:
        start_import(one, by=by)
    work_on(one.pk)
    one.refresh_from_db()
    print(", ".join(f"{number} {name}" for name, number in one.counts.items()) or "nothing in it")
    for line in one.lines.filter(outcome__in=("wrong", "alike", "aside"))[:20]:
        print(f"  line {line.line}: {line.column + ': ' if line.column else ''}{line.reason}")
    if one.problem:
        print(f"sandali import: {one.problem}", file=sys.stderr)
        return 2
    print(f"{'This is what would happen.' if dry else 'Done.'} Settings, Bringing data in, number {one.pk}.")
    return 1 if one.counts.get("wrong") else 0
