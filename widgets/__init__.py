"""What a person sees: widgets that show the values they are given and post messages."""
