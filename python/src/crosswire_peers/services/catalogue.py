"""What the services know: the users and the subjects of the source documents."""

from __future__ import annotations

from collections.abc import Iterable

from users.users_pb2 import User

USERS: dict[int, User] = {
    1: User(name="Ada", age=36, email="ada@example.org"),
    2: User(name="Blaise", age=39, email="blaise@example.org"),
    3: User(name="张伟", age=0, email=""),
}

_COMMON = ("单选", "多选", "填空", "解答")

QUESTION_TYPES: dict[str, tuple[str, ...]] = {
    "Chinese": (*_COMMON, "问答", "作文"),
    "Math": ("单选", "填空", "解答"),
    "English": ("单选", "填空", "作文"),
    "Physics": _COMMON,
    "Chemistry": _COMMON,
    "Biology": _COMMON,
    "History": (*_COMMON, "问答"),
}


def find_users(ids: Iterable[int]) -> list[User]:
    """The known users among `ids`, in the order asked, repeats repeated."""
    return [USERS[user_id] for user_id in ids if user_id in USERS]
