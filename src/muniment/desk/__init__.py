"""The desk: where a person reads, decides and sees, in a browser and offline."""

from muniment.desk.serving import PORT, Place, desk, serve

__all__ = ["PORT", "Place", "desk", "serve"]
