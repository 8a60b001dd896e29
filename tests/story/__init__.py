"""One story from discovery to the visit of the advocate, told twice: on the command line and on the live board."""
