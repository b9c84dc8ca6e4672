"""What everything on paper has in common: how it is shown, printed and saved."""
