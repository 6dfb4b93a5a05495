"""Arrays lent to compiled code for the time of a call, so that it counts no references to them."""

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic


def _without_owner(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """The same array, or tuple of arrays, that says of no array who owns it."""
    if isinstance(kind, types.Array):
        array = context.make_array(kind)(context, builder, value)
        array.meminfo = ir.Constant(array.meminfo.type, None)
        array.parent = ir.Constant(array.parent.type, None)
        return array._getvalue()
    if isinstance(kind, types.BaseNamedTuple):
        members: list[Any] = list(kind)  # type: ignore[call-overload]
        for place, member in enumerate(members):
            inner = builder.extract_value(value, place)
            value = builder.insert_value(value, _without_owner(context, builder, member, inner), place)
    return value


@intrinsic
def lent(typing_context, arrays):  # type: ignore[no-untyped-def]
    """The array, or named tuple of arrays, as it is, for use until the caller's call ends.

    Numba counts a reference, with an atomic addition, wherever a field of a tuple is read under a condition; in the loops
    over few customers that cost more than the model. Who called still holds the arrays, so nothing has to be counted.
    """
    del typing_context

    def make(context, builder, signature, values):  # type: ignore[no-untyped-def]
        return _without_owner(context, builder, signature.args[0], values[0])

    return arrays(arrays), make
