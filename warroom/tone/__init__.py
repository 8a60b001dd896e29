"""The tone check: what in a text would cost us the customer, found by rules that say why. No model, no network."""
