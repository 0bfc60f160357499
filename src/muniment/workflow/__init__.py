"""The tasks: each reads the casebook, calls one room, writes back and leaves a Run.

A task is loaded when it is first asked for: reading, linking and estimating bring libraries that take seconds to load.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
