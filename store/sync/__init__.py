"""How a board is shared: segments of events, carried by a folder or by one file, taken in as a union.

How a board or a command calls it:

    board = read_board_file(path)  # store.sync.board_file
    carrier = Folder(board.folder)  # store.sync.folder; layout "single": SingleFile(path, board.id, board.lock)
    carrier = Sealed(carrier, key, board.id)  # store.sync.sealed; of a board with a lock, which store.sync.team_key opens
    exchange = Exchange(replica, carrier, waits, actor, program)  # store.sync.exchange; Waits(), or SINGLE, of store.sync.waits
    report = exchange.step()  # reads what is new, publishes what is due; never raises a StoreError
    wait(carrier, seconds, stop.wait)  # store.sync.carriers: until something changed there
    exchange.close()

A step blocks while it works: a board runs it in a worker thread, again when the carrier or the replica changed, when
`report.next_at` has come, and at once when `report.more`. A command that ends calls `step(hurry=True)`. After a step that took
something in, `replica.catch_up()` folds it. `report.trouble` says what kept a step from being finished; local work goes on.

`Presence(db, own_id, actor, now)` of store.sync.presence tells who is here, who is behind, whose clock is off, whether
somebody shows something else than this replica, and how many people have an event (`seen_by`). `exchange.forks()` lists numbers
that were used twice. `Tidier(replica, carrier, board, waits).tidy()` of store.sync.tidying removes what nobody needs, on
request. The format is in docs/sync.md; everything imported here loads late, as it needs pydantic once it reads.
"""
