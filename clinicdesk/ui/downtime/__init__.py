"""The coming days on paper in a folder, for a day without computers."""
