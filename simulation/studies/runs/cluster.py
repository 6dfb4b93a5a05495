"""Runs on a Dask cluster: the existing engine that people have on SLURM, Kubernetes or a rack of machines.

The runs go through the same store as on one computer and give the same bits. Needs the extra `cluster`.
"""

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from simulation.records.files import StoreError
from simulation.records.provenance import code_digest, packages

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS_TO_CONNECT = 10
SECONDS_FOR_WORKERS = 30

NUMERIC = ("numpy", "numba", "pandas", "scipy")
"""Packages that workers must have in the same version for the same bits to be promised."""


class DaskExecutor(Executor):
    """A Dask cluster as an executor of `concurrent.futures`.

    at_once  tasks that are kept under way: two for every thread of the workers
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)

    @property
    def at_once(self) -> int:
        """Two tasks for every thread of the workers that are there now."""
        threads: int = sum(self._client.nthreads().values())
        return max(2, 2 * threads)

    def submit(self, fn: "Callable[..., Any]", /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Hands a task to the cluster, which tries it elsewhere where a worker dies at it."""
        future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Gives up what is under way; the cluster goes on."""
        self._executor.shutdown(wait=wait)


@contextmanager
def cluster(address: str) -> Iterator[DaskExecutor]:
    """The cluster whose scheduler listens at `address`, for a `with` block; it is left running.

    address  as the scheduler says it, for instance "tcp://10.0.0.5:8786"
    raises   StoreError where the extra is not installed, nobody answers, there is no worker, or the workers have another
             version of the program
    """
    try:
        import distributed
    except ImportError:
        raise StoreError(
            "--scheduler needs the extra `cluster`, which is not installed: pip install 'centricity[cluster]'."
        ) from None
    try:
        client = distributed.Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise StoreError(f"{address}: no Dask scheduler answers there ({reason}).") from error
    try:
        _check_workers(client, address)
        executor = DaskExecutor(client)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close()


def _check_workers(client: Any, address: str) -> None:
    """Raises StoreError where no worker comes, or one would not give the same numbers."""
    try:
        client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
    except TimeoutError:
        raise StoreError(f"{address}: the scheduler has no worker; start one with: dask worker {address} --nthreads 1") from None
    try:
        found = client.run(whoami)
    except Exception as error:
        reason = " ".join(str(error).split())
        raise StoreError(f"{address}: the workers cannot run the program; it must be installed there too ({reason}).") from error
    here = whoami()
    for worker, there in found.items():
        if there["code"] != here["code"]:
            raise StoreError(f"{address}: the worker {worker} has another version of the program than this computer.")
        for name in NUMERIC:
            if there["packages"].get(name) != here["packages"].get(name):
                raise StoreError(
                    f"{address}: the worker {worker} has {name} {there['packages'].get(name)}, this computer "
                    f"{here['packages'].get(name)}; equal numbers need equal versions."
                )


def whoami() -> dict[str, Any]:
    """The program and the packages of the process that this runs in."""
    return {"code": code_digest(), "packages": packages()}
