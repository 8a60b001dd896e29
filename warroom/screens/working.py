"""Work of a screen in named workers, and short words about how it went."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from textual.worker import Worker, WorkerState

from store.errors import StoreError
from warroom.screens.keyed import KeyedScreen

if TYPE_CHECKING:
    from store.actions.receipt import Receipt


class WorkingScreen(KeyedScreen):
    """A screen that works in the background and says what went wrong."""

    def say(self, text: str, wrong: bool = False) -> None:
        """A short word that goes away by itself."""
        self.app.notify(text, severity="error" if wrong else "information", timeout=12 if wrong else 5, markup=False)

    def tell_saved(self, receipts: Sequence[Receipt]) -> None:
        """On whom something was saved, what it led to, and what is to be minded about it."""
        from warroom.forms.wording import names_of

        shown = names_of(list(dict.fromkeys(receipt.customer for receipt in receipts if receipt.customer)))
        said = "; ".join(dict.fromkeys(text for receipt in receipts for text in receipt.said))
        self.say((f"Saved on {shown}" if shown else "Saved") + (f": {said}" if said else ""))
        for warning in dict.fromkeys(text for receipt in receipts for text in receipt.warnings):
            self.app.notify(warning, title="Note", severity="warning", timeout=12, markup=False)

    def _work(self, work: Coroutine[Any, Any, object], name: str) -> None:
        self.run_worker(work, name=name, group=name, exclusive=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What the store refuses is said; any other error is a fault of ours and ends the program."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            if not isinstance(error, StoreError):
                raise error or RuntimeError(event.worker.name)
            self.say(str(error), wrong=True)
