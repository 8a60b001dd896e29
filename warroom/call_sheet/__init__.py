"""The call sheet: what to know, to say and not to say before ringing a customer, as one frozen value made of the record.

`look` is what it is made of, `sheet` puts it together; it knows no screen, and the command line writes the same value as text.
"""
