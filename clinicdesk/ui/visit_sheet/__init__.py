"""The sheet a person takes along: laid out, shown, printed and saved."""
