"""The screens: each joins the store with its widgets; widgets are given values and post messages."""
