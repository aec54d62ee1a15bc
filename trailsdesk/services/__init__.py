"""Use-cases: every job of the window and of the command line, without either."""
