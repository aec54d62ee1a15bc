"""The race's rules and facts as pure values and functions; standard library only."""
