"""What is written out of the record: templates, the review, the hand-over."""
