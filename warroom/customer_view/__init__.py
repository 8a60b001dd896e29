"""A customer as their own screen and `warroom customer` show them. Pure but for `content`, which reads."""
