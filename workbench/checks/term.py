"""Terms (placeholder replaced below)."""
from collections.abc import Iterator
from workbench.checks.material import Fault, Material


def check_terms(material: Material) -> Iterator[Fault]:
    """Yield nothing yet."""
    yield from ()
