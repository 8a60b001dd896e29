"""A board that several installations share, through commands and through live boards."""
