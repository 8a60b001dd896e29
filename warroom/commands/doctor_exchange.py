"""What `warroom doctor` says of the exchange: how it stands, what is set aside and why, forks, teammates, clocks."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote
from typing import Any

from store.clock import DAY
from store.replica import Replica
from store.replica.former import former_ids
from store.replica.happened import happenings
from store.spans import length
from store.sync.folder import Folder
from store.sync.ledger import BOARD, DONE, BadFile, Ledger
from store.sync.names import parsed
from store.sync.presence import Peer, Presence
from store.sync.single import SingleFile
from store.zones import iso_seconds
from warroom.replaced import replaced
from warroom.session import Session
from warroom.sharing import once
from warroom.sharing.clocks import blamed
from warroom.sharing.happenings import happening_words
from warroom.sharing.keeper import is_kept
from warroom.sharing.standing import OFFLINE, Standing

MOST = 20
"""Most files and forks that are told apart."""
TO_DO = {
    "bad": "{} puts back what they had in it, if they wrote it; then it may be deleted",
    "board": "it is in the wrong folder: take it out",
    "newer": "update this warroom",
}
"""What somebody may do about a file that is set aside, by its kind."""
OF_NOBODY = "nobody who is known here wrote it: it may be deleted"


def look_at_exchange(session: Session, problems: list[str]) -> dict[str, Any]:
    """Exchanges once (not with `--offline`), and says how it stands. Adds to `problems` what somebody should see to."""
    if session.board_path is None:
        return {"state": None}
    replica, now = session.replica, session.clock.now()
    kept = not replica.read_only and is_kept(replica.folder)
    if not session.is_shared:
        standing = session.standing
    else:
        standing = once.exchange(session.place).standing
    ledgers = [Ledger(replica.db, kind) for kind in (Folder.kind, SingleFile.kind)]
    bad = list({(found.name, found.reason): found for ledger in ledgers for found in ledger.bad()}.values())
    copies = [name for ledger in ledgers for name, file in ledger.files().items() if file.state == DONE and parsed(name) is None]
    peers = Presence(replica.db, replica.id, session.actor, now).peers
    problems += _problems(standing, bad, peers, kept, _writers(replica, peers))
    problems += _unsettled(replica, peers, now)
    problems += _other_boards(session, bad)
    problems += [f"text that was blanked still lies in {name}, until its author runs" for name in _unblanked(ledgers)]
    return {
        "state": standing.state,
        "last_at": iso_seconds(standing.last_at),
        "waiting": standing.waiting,
        "arriving": standing.arriving,
        "running": kept,
        "set_aside": [{"name": one.name, "kind": one.kind, "reason": one.reason, "since": iso_seconds(one.since)} for one in bad],
        "copies": copies,
        "forks": _forks(replica),
        "peers": [_peer(peer) for peer in peers],
        "happened": _happened(session),
    }


def _writers(replica: Replica, peers: tuple[Peer, ...]) -> dict[str, str]:
    """Who may have written files here: the installations that are known, by id, in words."""
    found = {id_: f"the installation {id_[:4]}" for (id_,) in replica.db.execute("SELECT replica FROM replicas")}
    found |= {peer.replica: peer.actor for peer in peers if peer.actor}
    return found | dict.fromkeys((replica.id, *former_ids(replica.db)), "this installation")


def _to_do(file: BadFile, writers: dict[str, str]) -> str:
    """What somebody may do about a file that is set aside. Whoever can write there can forge names, so nothing is promised."""
    says = parsed(file.name)
    if file.kind in ("board", "newer"):
        return TO_DO[file.kind]
    return TO_DO["bad"].format(writers[says.replica]) if says is not None and says.replica in writers else OF_NOBODY


def _problems(
    standing: Standing, bad: list[BadFile], peers: tuple[Peer, ...], kept: bool, writers: dict[str, str]
) -> Iterator[str]:
    if standing.trouble:
        yield standing.trouble
    elif standing.waiting and not kept and standing.state != OFFLINE:
        yield f"{standing.waiting:,} events wait for the shared board: warroom sync"
    aside = [one for one in bad if one.kind != BOARD]
    for one in aside[:MOST]:
        yield f"{one.name} is set aside: {one.reason}; {_to_do(one, writers)}"
    if len(aside) > MOST:
        yield f"and {len(aside) - MOST:,} more files are set aside"
    own_ahead, peers = blamed(peers)
    if own_ahead:
        off = f"{length(abs(own_ahead))} {'ahead of' if own_ahead > 0 else 'behind'}"
        yield f"this machine's clock is {off} most others': this machine's own is wrong, most likely; set it"
    for peer in peers:
        name = peer.actor or peer.replica[:4]
        if peer.skew:
            off = f"{length(abs(peer.skew))} {'ahead' if peer.skew > 0 else 'behind'}"
            yield f"the clock of {name} is {off}: one of you should set it"
        if peer.differs:
            yield f"{name} has the same events and sees another board: warroom doctor --rebuild on both"


def _other_boards(session: Session, bad: list[BadFile]) -> Iterator[str]:
    """What there is of other boards, and how it is brought over."""
    files, folder = sum(one.kind == BOARD for one in bad), f"{session.board_file}.d"
    if files:
        yield f"{files:,} files of another board lie in {folder}: `warroom import board {quote(folder)}` brings its entries over"
    for known in replaced(session.replica):
        yield f"another board was here before, with entries of yours: `warroom import board {known}` brings them over"


def _unsettled(replica: Replica, peers: tuple[Peer, ...], now: int) -> Iterator[str]:
    """Ids under which two wrote, and somebody does still: once both go on under other ids, or are silent, it is history."""
    forked = {name for (name,) in replica.db.execute("SELECT DISTINCT replica FROM forks JOIN replicas USING (rid)")}
    settled = {replica.id, *former_ids(replica.db)}
    for peer in peers:
        if peer.replica in forked - settled and now - peer.heard_at < DAY:
            name = f"{peer.actor} ({peer.replica[:4]})" if peer.actor else peer.replica[:4]
            yield f"two installations write as {name}: a copied profile, most likely; it settles when both of them exchange"


def _unblanked(ledgers: list[Ledger]) -> list[str]:
    return [name for ledger in ledgers for name in ledger.unblanked()][:MOST]


def _forks(replica: Replica) -> list[str]:
    sql = "SELECT replica, number FROM forks JOIN replicas USING (rid) ORDER BY replica, number LIMIT ?"
    return [f"{name[:4]}-{number}" for name, number in replica.db.execute(sql, (MOST,))]


def _peer(peer: Peer) -> dict[str, Any]:
    return {
        "who": peer.actor or None,
        "replica": peer.replica,
        "heard_at": iso_seconds(peer.heard_at) if peer.heard_at else None,
        "lacks": peer.behind,
        "has_more": peer.ahead,
        "clock_off_s": peer.skew // 1000,
        "differs": peer.differs,
    }


def _happened(session: Session) -> list[dict[str, Any]]:
    """What happened in the exchange, the newest last."""
    db = session.replica.db
    own = frozenset((session.replica.id, *former_ids(db)))
    people = {replica: actor for replica, actor in db.execute("SELECT replica, actor FROM peers") if actor}
    return [
        {
            "at": iso_seconds(one.at),
            "until": iso_seconds(one.until),
            "kind": one.kind,
            "who": one.who or None,
            "amount": one.amount,
            "what": one.what or None,
            "words": happening_words(one, own, people),
        }
        for one in happenings(db)
    ]


def exchange_lines(section: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The section for people: (what, value), a line each."""
    for key in ("state", "last_at", "waiting", "arriving", "running"):
        if key in section:
            yield key.replace("_", " "), "-" if section[key] is None else str(section[key])
    for one in section.get("set_aside", ()):
        yield "set aside", f"{one['name']}: {one['reason']}"
    for name in section.get("copies", ()):
        yield "copy", name
    for name in section.get("forks", ()):
        yield "fork", f"{name} is there twice"
    for one in section.get("happened", ())[-MOST:]:
        yield "happened", f"{one['at']}{'' if one['until'] == one['at'] else ' to ' + one['until']}  {one['words']}"
    for peer in section.get("peers", ()):
        off = f", clock {peer['clock_off_s']} s off" if peer["clock_off_s"] else ""
        heard = f"heard of at {peer['heard_at'] or 'an unknown time'}, lacks {peer['lacks']:,}, has {peer['has_more']:,} more"
        yield "peer", f"{peer['who'] or '?'} ({peer['replica'][:4]}): {heard}{off}"
