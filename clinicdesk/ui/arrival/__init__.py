"""At the door: what is asked again at every visit, on one screen."""
