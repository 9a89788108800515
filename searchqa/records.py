"""Frozen records, as ``dataclasses`` makes them, without its price at each start.

In: a class with annotated fields. Out: the same class with slots, frozen, with
equality, hash, repr and matching by its fields. Never: differs in any of that
from ``dataclasses.dataclass(frozen=True, slots=True)``.

``dataclasses`` compiles half a dozen functions for each class as soon as its
module is imported, a quarter of a millisecond each, and brings ``inspect`` along:
for the classes on a query's way that takes longer than the query. Here records share
their functions. Only ``__init__`` is compiled for a class of which many are made.

``typing.NamedTuple`` compiles each annotation; the first of them makes Python set up
its syntax tree, which takes a millisecond. Ours leaves annotations as they are.
"""

from __future__ import annotations

from collections import namedtuple
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

_Class = TypeVar("_Class", bound=type)
_Record = TypeVar("_Record")

_ABSENT: Final[Any] = object()
# So many records of a class are made before it is worth a function of its own.
_FEW: Final = 24


class _Field:
    """What ``field`` says of a field."""

    __slots__ = ("compare", "default", "default_factory")

    def __init__(
        self,
        default: Any = _ABSENT,  # noqa: ANN401 - any field's
        default_factory: Any = _ABSENT,  # noqa: ANN401 - makes any field's
        *,
        compare: bool = True,
    ) -> None:
        self.default = default
        self.default_factory = default_factory
        self.compare = compare

    def told(self) -> dict[str, Any]:
        """Return what was said, without what wasn't."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in said.items() if value is not _ABSENT}

    def made(self) -> Any:  # noqa: ANN401 - any field's
        """Return the value of a field that wasn't given."""
        return self.default if self.default_factory is _ABSENT else self.default_factory()


class _Fields:
    """The fields as ``dataclasses`` knows them, for its ``replace``, ``asdict`` and the like."""

    def __get__(self, record: object, kind: type[_Base]) -> dict[str, Field[Any]]:
        return kind._fields()


class _Parameters:
    """How the class was made, for who prints a record in pieces, as ``pprint`` does."""

    def __get__(self, record: object, kind: type[_Base]) -> Any:  # noqa: ANN401 - not a public class
        kind._fields()
        return kind._twin_parameters  # noqa: SLF001 - ours


class _Base:
    """What all records share.

    ``_defaults`` has what was said of the fields that have a default, ``_compared``
    gives the values that make two records equal.
    """

    __slots__ = ()
    __match_args__: tuple[str, ...]
    __dataclass_fields__ = _Fields()
    __dataclass_params__ = _Parameters()
    _defaults: dict[str, _Field]
    _compared: Any
    _names: frozenset[str]
    _few: int
    _twin: dict[str, Field[Any]]
    _twin_parameters: Any

    def __init__(self, *values: Any, **named: Any) -> None:  # noqa: ANN401 - any field's
        kind: Any = type(self)
        if self._many() or not self._filled(values, named):
            kind.__init__ = self._compiled()
            kind.__init__(self, *values, **named)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(self._compared(self) == self._compared(other))

    def __hash__(self) -> int:
        return hash(self._compared(self))

    def __repr__(self) -> str:
        shown = ", ".join([f"{name}={getattr(self, name)!r}" for name in self.__match_args__])
        return f"{self.__class__.__qualname__}({shown})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise _frozen(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise _frozen(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return self.__class__, tuple([getattr(self, name) for name in self.__match_args__])

    def __replace__(self, **changes: Any) -> Any:  # noqa: ANN401 - copy.replace's signature
        return _replaced(self, **changes)

    @classmethod
    def _many(cls) -> bool:
        """Count a record; say whether its class has so many that a function pays off."""
        cls._few -= 1
        return cls._few < 0

    def _filled(self, values: tuple[Any, ...], named: dict[str, Any]) -> bool:
        """Set the fields without a function of the class's own; False when they don't suit."""
        kind, names = type(self), self.__match_args__
        if len(values) > len(names):
            return False
        given = dict(zip(names, values, strict=False))
        if not named.keys().isdisjoint(given):
            return False
        given |= named
        if len(given) < len(names):
            given = {
                **{n: said.made() for n, said in self._defaults.items() if n not in given},
                **given,
            }
        if given.keys() != self._names:
            return False
        for name, value in given.items():
            kind.__dict__[name].__set__(self, value)
        return True

    @classmethod
    def _compiled(cls) -> Callable[..., None]:
        """Return the class's ``__init__``."""
        known: dict[str, Any] = {"absent": _ABSENT}
        parameters, lines = [], []
        for name in cls.__match_args__:
            known[f"set_{name}"] = cls.__dict__[name].__set__
            said = cls._defaults.get(name, _Field())
            value = parameter = name
            if said.default is not _ABSENT:
                known[f"default_{name}"] = said.default
                parameter = f"{name}=default_{name}"
            elif said.default_factory is not _ABSENT:
                known[f"make_{name}"] = said.default_factory
                parameter = f"{name}=absent"
                value = f"make_{name}() if {name} is absent else {name}"
            parameters.append(parameter)
            lines.append(f"    set_{name}(self, {value})")
        head = f"def __init__({', '.join(['self', *parameters])}):"
        # As dataclasses does; the names are those of our own classes' fields.
        exec("\n".join([head, *lines, "    pass"]), known)  # noqa: S102
        made: Callable[..., None] = known["__init__"]
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        return made

    @classmethod
    def _fields(cls) -> dict[str, Field[Any]]:
        # No query asks for them: the module is what all this does without.
        from dataclasses import field, make_dataclass

        known = cls.__dict__.get("_twin")
        if known is not None:
            fields: dict[str, Field[Any]] = known
            return fields
        said = {name: cls._defaults.get(name, _Field()).told() for name in cls.__match_args__}
        types = cls.__annotations__
        twin = make_dataclass(cls.__name__, [(n, types[n], field(**s)) for n, s in said.items()])
        fields = cls._twin = twin.__dict__["__dataclass_fields__"]
        cls._twin_parameters = twin.__dict__["__dataclass_params__"]
        return fields


def _frozen(message: str) -> Exception:
    # As above.
    from dataclasses import FrozenInstanceError

    return FrozenInstanceError(message)


def _made(kind: _Class) -> _Class:
    namespace = {
        name: value for name, value in vars(kind).items() if name not in ("__dict__", "__weakref__")
    }
    names = tuple(kind.__annotations__)
    defaults = {name: _said(namespace.pop(name)) for name in names if name in namespace}
    compared = [name for name in names if name not in defaults or defaults[name].compare]
    namespace |= {
        "__qualname__": kind.__qualname__,
        "__slots__": names,
        "__match_args__": names,
        "_defaults": defaults,
        "_names": frozenset(names),
        "_few": _FEW,
        # Records without fields are equal as their classes are.
        "_compared": attrgetter(*compared or ("__class__",)),
    }
    made: _Class = type(kind.__name__, (_Base,), namespace)  # type: ignore[assignment]
    return made


def _said(default: Any) -> _Field:  # noqa: ANN401 - any field's
    return default if isinstance(default, _Field) else _Field(default)


def _dataclass(*, frozen: bool, slots: bool) -> Callable[[_Class], _Class]:
    assert frozen, "only what is frozen can share its functions"  # noqa: S101
    assert slots, "only slots keep a record from having more than its fields"  # noqa: S101
    return _made


def _replaced(record: _Record, **changes: Any) -> _Record:  # noqa: ANN401 - any field's
    """Return the same record with other values of some fields."""
    kind: Any = type(record)
    made: _Record = kind(**{**fields_of(record), **changes})
    return made


def fields_of(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any record
    """Return a record's fields by name, in order; what is inside them stays as it is.

    ``dataclasses.asdict`` copies all of it, however deep, which takes ten times as long.
    """
    return {name: getattr(record, name) for name in record.__match_args__}


class _Named(type):
    """Makes of a class with annotated fields what ``typing.NamedTuple`` makes of it."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:  # noqa: ANN401 - a tuple's class
        plain = super().__new__(cls, name, (), namespace)
        if not bases:
            return plain
        names = tuple(plain.__annotations__)
        defaults = [namespace[one] for one in names if one in namespace]
        made: Any = namedtuple(name, names, defaults=defaults, module=plain.__module__)  # type: ignore[misc]  # noqa: PYI024
        for key in namespace.keys() - {*names, "__dict__", "__weakref__"}:
            setattr(made, key, namespace[key])
        return made


class _NamedTuple(metaclass=_Named):
    """What stands behind the name in a class statement."""


if TYPE_CHECKING:
    # To a reader, and to a type checker, these are those of the standard library.
    from dataclasses import dataclass, field, replace
    from typing import NamedTuple
else:
    dataclass, field, replace = _dataclass, _Field, _replaced
    NamedTuple = _NamedTuple

__all__ = ["NamedTuple", "dataclass", "field", "fields_of", "replace"]
