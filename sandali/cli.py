"""The command line for operators: sandali run | web | worker | migrate | setup | demo | doctor | mail | ...

Nothing heavy is imported before the command is known: `sandali mail` stands in a mail server's way and must start quickly."""

import sys

COMMANDS = {
    "run": "web server, worker and scheduler in one process",
    "web": "the web server alone",
    "worker": "the worker alone",
    "migrate": "bring the database up to date",
    "setup": "make the company and the first account without a browser",
    "demo": "fill a believable small company",
    "reindex": "build the search index anew",
    "doctor": "look for what is wrong with this installation",
    "export": "write everything into one file: rows, files, and tables for people",
    "restore": "bring such a file into an empty house, which then rests",
    "rest": "let nothing leave this house until an administrator says so, as after a copy of its database was put back",
    "import": "bring a file of another program in: customers, organisations, cases, messages, notes, deals, tags",
    "mail": "take one mail on standard input (for mail servers), or old mail with --history",
    "fax": "take one fax, or what became of one (for HylaFAX's scripts)",
    "django": "any command of Django's own",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print("Usage: sandali COMMAND [options]\n")
        print("\n".join(f"  {name:<9} {what}" for name, what in COMMANDS.items()))
        return 0 if words else 2
    command, rest = words[0], words[1:]
    if command not in COMMANDS:
        print(f"sandali: there is no command {command!r}; see sandali --help", file=sys.stderr)
        return 2
    if command == "mail" and "--history" not in rest:
        from sandali import pipe  # light on purpose: no Django on this path

        return pipe.main(rest)
    if command == "fax":
        from sandali import fax_pipe  # the same: HylaFAX's scripts wait for it

        return fax_pipe.main(rest)
    from sandali import commands  # Django is loaded only for the commands that need it

    return commands.run(command, rest)
