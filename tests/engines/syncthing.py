"""Syncthing nodes on the loopback: paired by fixed addresses, no discovery, no relays, nothing that leaves the machine."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from tests.engines.processes import end, free_ports, launch, run, wait_until

KEY = "only-for-this-trial"
QUIET = {"STMONITORED": "yes", "STNODEFAULTFOLDER": "1", "STNOUPGRADE": "1", "STNORESTART": "1", "no_proxy": "127.0.0.1"}
"""What keeps it to one process (no monitor, which would leave the other behind when it is killed) and to itself."""
_open = build_opener(ProxyHandler({})).open


class Node:
    """One node with its shared folder."""

    def __init__(self, root: Path, name: str, port: int, gui_port: int, team: Path | None = None) -> None:
        self.name = name
        self.home = root / name / "syncthing"
        self.team = team or root / name / "team"
        """What it shares."""
        self.port, self.gui_port = port, gui_port
        self.process: subprocess.Popen[bytes] | None = None
        self.team.mkdir(parents=True)
        (self.team / ".stfolder").mkdir()
        made = run(["syncthing", "generate", f"--home={self.home}", "--no-default-folder", "--skip-port-probing"], QUIET)
        assert made.returncode == 0, made.stdout + made.stderr
        self.id = run(["syncthing", f"--home={self.home}", "--device-id"], QUIET).stdout.strip()
        assert len(self.id) == 63, self.id

    def configure(self, nodes: list[Node], watcher_delay: int, most_conflicts: int = 10) -> None:
        """Writes its configuration: one folder, shared with all of `nodes`."""
        devices = "".join(
            f'<device id="{node.id}" name="{node.name}" compression="metadata"><address>tcp://127.0.0.1:{node.port}</address></device>'
            for node in nodes
        )
        sharing = "".join(f'<device id="{node.id}"></device>' for node in nodes)
        (self.home / "config.xml").write_text(
            f"""<configuration version="36">
<folder id="team" label="team" path="{self.team}" type="sendreceive" rescanIntervalS="3600" fsWatcherEnabled="true"
 fsWatcherDelayS="{watcher_delay}" ignorePerms="false" autoNormalize="true">
<filesystemType>basic</filesystemType>{sharing}<minDiskFree unit="%">0</minDiskFree>
<pullerPauseS>1</pullerPauseS><maxConflicts>{most_conflicts}</maxConflicts>
<markerName>.stfolder</markerName></folder>
{devices}
<gui enabled="true" tls="false" debugging="false"><address>127.0.0.1:{self.gui_port}</address><apikey>{KEY}</apikey></gui>
<options><listenAddress>tcp://127.0.0.1:{self.port}</listenAddress><globalAnnounceEnabled>false</globalAnnounceEnabled>
<localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled>
<reconnectionIntervalS>1</reconnectionIntervalS><startBrowser>false</startBrowser><urAccepted>-1</urAccepted>
<autoUpgradeIntervalH>0</autoUpgradeIntervalH><crashReportingEnabled>false</crashReportingEnabled><stunServer></stunServer>
<setLowPriority>false</setLowPriority><minHomeDiskFree unit="%">0</minHomeDiskFree>
<announceLANAddresses>false</announceLANAddresses></options>
</configuration>
""",
            "utf-8",
        )

    def start(self) -> None:
        """Starts it and waits until it answers."""
        args = ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart", "--no-default-folder"]
        self.process = launch(args, self.home / "log", QUIET)
        wait_until(self._answers, lambda: f"{self.name}'s Syncthing does not answer: {self.log()}")

    def _answers(self) -> bool:
        try:
            return bool(self.ask("system/ping")["ping"] == "pong")
        except (URLError, OSError, ValueError):
            return False

    def ask(self, what: str) -> Any:
        """What its interface answers."""
        with _open(Request(f"http://127.0.0.1:{self.gui_port}/rest/{what}", headers={"X-API-Key": KEY}), timeout=10) as answer:
            return json.load(answer)

    def connected(self) -> int:
        """How many others it is connected with."""
        return sum(one["connected"] for one in self.ask("system/connections")["connections"].values())

    def log(self) -> str:
        """The end of its log."""
        return (self.home / "log").read_text("utf-8", "replace")[-2_000:]

    def stop(self) -> None:
        """Ends it: this machine is offline."""
        if self.process is not None:
            end(self.process)
            self.process = None


class Syncthing:
    """Some nodes that share one folder; each knows all, from the beginning. `stop` it."""

    name = "Syncthing"
    program = "syncthing"

    def __init__(self, root: Path, names: list[str], watcher_delay: int = 1, teams: dict[str, Path] | None = None) -> None:
        ports = free_ports(2 * len(names))
        places = teams or {}
        self.nodes = {name: Node(root, name, ports[2 * at], ports[2 * at + 1], places.get(name)) for at, name in enumerate(names)}
        for node in self.nodes.values():
            node.configure(list(self.nodes.values()), watcher_delay)
        self.watcher_delay = watcher_delay

    def team(self, name: str) -> Path:
        """What a node shares."""
        return self.nodes[name].team

    def start(self, names: list[str]) -> None:
        """Starts some nodes, and waits until they are connected."""
        for name in names:
            self.nodes[name].start()
        running = [node for node in self.nodes.values() if node.process is not None]
        for node in running:
            wait_until(lambda node=node: node.connected() >= len(running) - 1, f"{node.name} is not connected")  # type: ignore[misc]

    def check(self) -> None:
        """Nothing to check: nodes that have trouble say so in their logs."""

    def stop(self) -> None:
        """Ends all nodes."""
        for node in self.nodes.values():
            node.stop()
