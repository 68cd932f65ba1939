"""Find what identifies a person, for those who ask for it: e-mail addresses, phone numbers, payment cards."""

from __future__ import annotations

import re

from agenttrace.tracing.redaction.patterns import SecretPattern

_MIN_CARD_DIGITS, _MAX_CARD_DIGITS = 13, 19
_MIN_PHONE_DIGITS, _MAX_PHONE_DIGITS = 9, 15


def passes_luhn(text: str) -> bool:
    """Whether the digits of the text are a card number: its length and its check digit are right."""
    digits = [int(character) for character in text if character.isascii() and character.isdigit()]
    if not _MIN_CARD_DIGITS <= len(digits) <= _MAX_CARD_DIGITS or len(set(digits)) == 1:
        return False
    doubled = (2 * digit - 9 if digit > 4 else 2 * digit for digit in digits[-2::-2])
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def _is_phone(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return _MIN_PHONE_DIGITS <= digits <= _MAX_PHONE_DIGITS and (text[0] in "+(" or any(c in " ()-." for c in text))


PERSONAL_PATTERNS: dict[str, SecretPattern] = {
    "email": SecretPattern(
        "EMAIL",
        (),
        re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"),
    ),
    "card": SecretPattern("CARD", (), re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d)", re.A), passes_luhn),
    "phone": SecretPattern("PHONE", (), re.compile(r"(?<![\w.])(?:\+|\()?\d[\d ().-]{6,20}\d(?!\w)", re.A), _is_phone),
}
