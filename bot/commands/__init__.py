"""What people ask of the bot: one file per command, all of them in the table of ``table.py``."""
