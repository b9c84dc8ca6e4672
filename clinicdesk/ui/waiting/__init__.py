"""Who would come earlier than they are booked, or at all. The page is imported when it is first shown."""
