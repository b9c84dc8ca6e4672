"""A first visit played through the real window: for pictures, and for machines without a display."""
