"""What is written out of the record: the letter, the follow-up mail, the brief and the gift's note for the customer; the
review and the hand-over for ourselves."""
