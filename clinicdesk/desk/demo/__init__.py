"""The demo clinic: invented from a seed, so that the program can be tried without real people."""

from clinicdesk.desk.demo.filling import fill_demo

__all__ = ["fill_demo"]
