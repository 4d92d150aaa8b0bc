"""How a command ends that cannot go on: one line on standard error, and the exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click


class Stop(click.ClickException):
    """What the user has to mend before anything can be done: the line says what, the exit status is 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        from ..model.cells import visible
        click.echo(f"newsconv: {visible(self.message)}", file=file, err=True)


@contextmanager
def said() -> Iterator[None]:
    """Say in one voice what went wrong: 2 for wrong usage, wrong settings and failures of our own, 130 when
    interrupted, silence when the reader of a pipe goes away (141, as after SIGPIPE).
    """
    try:
        yield
    except click.UsageError as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            raise
        raise Stop(_in_our_words(error)) from error
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except BrokenPipeError:
        for stream in filter(None, (sys.stdout, sys.stderr)):       # whichever it was: Python writes once more at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise SystemExit(141) from None
    except KeyboardInterrupt:
        click.echo("newsconv: interrupted; the files that were written are whole", err=True)
        raise SystemExit(130) from None
    except OSError as error:
        unnamed = "this folder" if isinstance(error, FileNotFoundError) else "the output"       # it was deleted
        raise Stop(f"{error.filename or unnamed}: {error.strerror or error}") from error
    except Exception as error:
        if _is_ours(error):
            raise Stop(str(error)) from error
        import traceback
        traceback.print_exc()
        raise Stop("this is a bug in newsconv; please report it with the lines above") from error


def _is_ours(error: Exception) -> bool:
    """An error whose message is meant for users."""
    from ..engine.baseline import BadBaseline
    from ..engine.cluster import NoCluster
    from ..engine.external import NoClient
    from ..engine.git import NoGit
    from ..engine.inference import IsThere, NoHeads
    from ..engine.reporting import BadOutput
    from ..engine.run import BadJob, OutputFailed
    from ..engine.selection import BadCondition
    from ..engine.settings import BadSettings
    from ..registry import UnknownName
    from ..schema import BadSchema
    return isinstance(error, BadBaseline | NoClient | NoCluster | NoGit | IsThere | NoHeads | BadCondition | BadJob | BadOutput | BadSettings | BadSchema | OutputFailed | UnknownName)


def _in_our_words(error: click.UsageError) -> str:
    """What click says of a command line, in one line, with the nearest name there is."""
    more = f"; “{error.ctx.command_path} --help” says more" if error.ctx else ""
    if isinstance(error, click.NoSuchOption) and error.ctx:
        from ..registry import did_you_mean
        known = [name for option in error.ctx.command.get_params(error.ctx) for name in option.opts if name[0] == "-"]
        return f"there is no option “{error.option_name}”{did_you_mean(error.option_name, known)}"
    if isinstance(error, click.MissingParameter) and error.param:
        words = error.param.type.choices if isinstance(error.param.type, click.Choice) else ()
        return f"{_name(error.param)} is missing" + (f"; it is one of {', '.join(words)}" if words else more)
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} " + ("takes no value" if "not take" in error.message else "needs a value")
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Option):
        return f"{_name(error.param)} {error.message}"
    message = error.message.rstrip(".")
    return message if isinstance(error, click.BadParameter) else f"{message[:1].lower()}{message[1:]}{more}"


def _name(parameter: click.Parameter) -> str:
    """What a parameter is called in its command's help."""
    return parameter.human_readable_name if isinstance(parameter, click.Argument) else max(parameter.opts, key=len)


class Commands(click.Group):
    """A group of commands; for one that is not there, the nearest is named."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in (known := self.list_commands(ctx)) and not args[0].startswith("-") and not ctx.resilient_parsing:
            from ..registry import did_you_mean
            raise Stop(f"there is no command “{args[0]}”{did_you_mean(args[0], known)}")
        return super().resolve_command(ctx, args)


class OneOf(click.Choice[str]):
    """One of a few words; for another, the nearest is named."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        from ..registry import did_you_mean
        return f"cannot be “{value}”{did_you_mean(str(value), list(self.choices))}"


class Moment(click.ParamType):  # type: ignore[type-arg]
    """A time: a day, or day and time; without a zone it is UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from ..model import dates
        if isinstance(value, str):
            try:
                return dates.parse(value).utc()
            except dates.InvalidDate as error:
                self.fail(f"“{value}” is no time: {error.reason}; write 2022-02-15, or 2022-02-15T09:00:00Z", param, ctx)
        return value


class AtLeast(click.IntRange):
    """A whole number, that or more."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"must be a number of at least {self.min}, not “{value}”", param, ctx)


class Existing(click.Path):
    """A file or folder that is there, or `-`, or a URL where those are taken, which stays a text; whether it can be read is for the engine to find
    out and say.
    """

    def __init__(self, *, folders: bool = True, dash: bool = False, urls: bool = False) -> None:
        super().__init__(path_type=Path, readable=False)
        self.folders = folders
        self.dash = dash
        self.urls = urls

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        name = os.fspath(value)
        if self.urls and "://" in name:
            return name
        if not (self.dash and name == "-") and not os.path.lexists(name):
            self.fail(f"there is no file or folder “{name}”", param, ctx)
        if not self.folders and os.path.isdir(name):
            self.fail(f"“{name}” is a folder, not a file", param, ctx)
        return super().convert(value, param, ctx)
