"""Let `python -m agenttrace_server.cli` be the command."""

from agenttrace_server.cli.main import main

if __name__ == "__main__":
    main()
