"""Looking after the whole data folder, journal and store together: sizes, checks, backups, bounds."""

from agenttrace_server.upkeep.backup import Backup, restore
from agenttrace_server.upkeep.installation import Installation, Report
from agenttrace_server.upkeep.keeper import Keeper, KeeperState

__all__ = ["Backup", "Installation", "Keeper", "KeeperState", "Report", "restore"]
