"""The command line: one file per command. Plain English, for hosts and organisers."""
