"""From the text of a condition to its checked tree."""

import ast
import operator as arithmetic
from collections.abc import Callable, Sequence

from clinicdesk.rules.conditions import (
    All,
    Always,
    Compare,
    Condition,
    ConditionFault,
    Count,
    CountDefinition,
    Is,
    Not,
    Some,
    Unknown,
    Vocabulary,
)

_ORDER: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": arithmetic.lt,
    "<=": arithmetic.le,
    ">": arithmetic.gt,
    ">=": arithmetic.ge,
    "==": arithmetic.eq,
    "!=": arithmetic.ne,
}
"""What each comparison of the language means."""


def parse_condition(text: str, vocabulary: Vocabulary) -> Condition:
    """The tree of a condition; raises ConditionFault saying what is wrong with the text."""
    if "#" in text:
        raise ConditionFault("a condition holds no remark, which would hide what follows it")
    try:
        expression = ast.parse(" ".join(text.split()), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise ConditionFault(f"the condition '{text}' cannot be read") from error
    return _Parser(vocabulary).condition(expression)


class _Parser:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._findings = vocabulary.findings
        self._definitions = vocabulary.definitions

    def condition(self, node: ast.expr) -> Condition:  # noqa: PLR0911 - one return per form
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return All(self._each(parts))
            case ast.BoolOp(op=ast.Or(), values=parts):
                return Some(self._each(parts))
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return Not(self.condition(part))
            case ast.Name(id=name):
                return self._bare(name)
            case ast.Constant(value=bool(holds)):
                return Always(holds)
            case ast.Compare():
                return self._chain(node)
            case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]):
                return self._call(name, parts)
        raise _foreign(node)

    def _each(self, parts: Sequence[ast.expr]) -> tuple[Condition, ...]:
        return tuple(self.condition(part) for part in parts)

    def _bare(self, name: str) -> Condition:
        if name in ("true", "false"):
            return Always(name == "true")
        defined = self._definitions.get(name)
        if isinstance(defined, CountDefinition):
            raise ConditionFault(f"'{name}' is a count and has to be compared with a number")
        if defined is not None:
            return defined
        if self._type(name) != "yes_no":
            raise ConditionFault(f"'{name}' is not a yes/no finding, so it has to be compared with a value")
        return Is(name, frozenset({"yes"}))

    def _type(self, name: str) -> str:
        if name not in self._findings:
            raise ConditionFault(f"there is no finding or definition called '{name}'")
        return self._findings[name].type

    def _call(self, name: str, parts: Sequence[ast.expr]) -> Condition:
        match name, parts:
            case "unknown", [ast.Name(id=finding)]:
                self._type(finding)
                return Unknown(finding)
            case "all_of", [_, *_]:
                return All(self._each(parts))
            case "any_of", [_, *_]:
                return Some(self._each(parts))
            case "count", _:
                raise ConditionFault("count(...) has to be compared with a whole number")
        raise ConditionFault(f"'{name}(...)' is not part of the condition language in this form")

    def _chain(self, node: ast.Compare) -> Condition:
        terms = [node.left, *node.comparators]
        links = tuple(self._link(left, op, right) for left, op, right in zip(terms, node.ops, terms[1:], strict=False))
        return links[0] if len(links) == 1 else All(links)

    def _link(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Condition:
        if isinstance(op, ast.In | ast.NotIn):
            chosen = Is(*self._choice(left, right))
            return Not(chosen) if isinstance(op, ast.NotIn) else chosen
        symbol = _ORDER.get(type(op))
        if symbol is None:
            raise ConditionFault("'is' is not part of the condition language; write == or in")
        if _number(left) is not None:
            left, right, symbol = right, left, _MIRRORED[symbol]
        counted = self._counted(left)
        if counted is not None:
            return _count(counted, symbol, _number(right))
        if not isinstance(left, ast.Name):
            raise _foreign(left)
        if self._type(left.id) == "number":
            number = _number(right)
            if number is None:
                raise ConditionFault(f"'{left.id}' is a number and has to be compared with a number")
            return Compare(left.id, symbol, number)
        if symbol not in ("==", "!="):
            raise ConditionFault(f"'{left.id}' is not a number, so '{symbol}' means nothing for it")
        chosen = Is(*self._choice(left, right))
        return Not(chosen) if symbol == "!=" else chosen

    def _counted(self, node: ast.expr) -> tuple[Condition, ...] | None:
        match node:
            case ast.Call(func=ast.Name(id="count"), args=[_, *_] as parts, keywords=[]):
                return self._each(parts)
            case ast.Name(id=name):
                defined = self._definitions.get(name)
                return defined.of if isinstance(defined, CountDefinition) else None
        return None

    def _choice(self, left: ast.expr, right: ast.expr) -> tuple[str, frozenset[str]]:
        if not isinstance(left, ast.Name):
            raise _foreign(left)
        kind = self._type(left.id)
        if kind == "number":
            raise ConditionFault(f"'{left.id}' is a number and cannot be compared with words")
        nodes = right.elts if isinstance(right, ast.Set | ast.Tuple | ast.List) else [right]
        values = frozenset(_word(node) for node in nodes)
        for value in sorted(values - self._findings[left.id].values):
            raise ConditionFault(f"'{value}' is not a value of '{left.id}'")
        return left.id, values


def _count(parts: tuple[Condition, ...], symbol: str, number: float | None) -> Condition:
    if number is None or number != int(number):
        raise ConditionFault("a count has to be compared with a whole number")
    limit, most = int(number), len(parts)
    match symbol:
        case ">=":
            return Count(parts, limit, most)
        case ">":
            return Count(parts, limit + 1, most)
        case "<=":
            return Count(parts, 0, limit)
        case "<":
            return Count(parts, 0, limit - 1)
        case "==":
            return Count(parts, limit, limit)
    return Not(Count(parts, limit, limit))


def _number(node: ast.expr) -> float | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
    return None


def _word(node: ast.expr) -> str:
    match node:
        case ast.Name(id=word) | ast.Constant(value=str(word)):
            return word
    raise _foreign(node)


def _foreign(node: ast.expr) -> ConditionFault:
    return ConditionFault(f"'{ast.unparse(node)}' is not part of the condition language here")
