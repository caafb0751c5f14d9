"""Prongsai: runs, supervises and publishes the yearly integrity and transparency assessment."""

__version__ = "0.1.0"
