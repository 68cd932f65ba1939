"""Know a secret by how it is written: prefixes that providers give their keys, and a few shapes with context.

Every pattern starts at a literal, which is searched first, and then takes one run of characters of bounded length or
without anything required behind it, so that the time is linear in the length of the text.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass

_QUOTE = r"[\"'\\]{0,6}"
LONG_WORD = 15
_ESCAPE_BEFORE = re.compile(r"(?:\\[nrtbf]|\\u[0-9a-fA-F]{4}|%[0-9A-Fa-f]{2})\Z")
_LONGEST_ESCAPE = 6


@dataclass(frozen=True, slots=True)
class SecretPattern:
    """One kind of secret. Group "secret" of the expression is what is replaced, else the whole match."""

    label: str
    starts: tuple[str, ...]
    """The literals at which the expression is tried; none: it is searched everywhere that a digit or an @ is."""
    expression: re.Pattern[str]
    accepts: Callable[[str], bool] | None = None
    """A last look at the secret, for what an expression cannot tell."""
    at_word_start: bool = False
    is_long_word: bool = False
    """Whether the start and the secret are one word, without white space, of at least `LONG_WORD` characters."""
    any_case: bool = False
    """Whether `starts` are lowercase and stand for any case."""

    @property
    def group(self) -> str | int:
        """The group that holds the secret."""
        return "secret" if "secret" in self.expression.groupindex else 0


def starts_a_word(text: str, at: int) -> bool:
    """Whether a word begins there, also right after an escape such as `\\n` in JSON text or `%20` in a URL."""
    if at == 0 or not (before := text[at - 1]).isascii() or not before.isalnum():
        return True
    return _ESCAPE_BEFORE.search(text[max(0, at - _LONGEST_ESCAPE) : at]) is not None


def _is_basic_credentials(text: str) -> bool:
    try:
        return b":" in base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False


def _looks_random(text: str) -> bool:
    return any(not character.isalpha() for character in text)


def _is_jwt(text: str) -> bool:
    head, *rest = text.split(".")
    return len(head) > _SHORTEST_JWT_PART and bool(rest) and len(rest[0]) >= _SHORTEST_JWT_PART


_SHORTEST_JWT_PART = 8


def _prefixed(label: str, starts: str, expression: str, accepts: Callable[[str], bool] | None = None) -> SecretPattern:
    words = tuple(starts.split())
    return SecretPattern(label, words, re.compile(expression), accepts, at_word_start=True, is_long_word=True)


ANY_CASE_STEMS = ("pass", "pwd", "secret", "key", "token", "bearer", "basic")
"""One of these is in every start that stands for any case."""

SECRET_PATTERNS: tuple[SecretPattern, ...] = (
    SecretPattern(
        "PRIVATE_KEY",
        ("-----BEGIN ",),
        re.compile(
            r"-----BEGIN [A-Z0-9 ]{0,40}?PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,60}-----|\Z)", re.S
        ),
    ),
    _prefixed("ANTHROPIC_KEY", "sk-ant-", r"sk-ant-[A-Za-z0-9_-]{16,}"),
    _prefixed("OPENROUTER_KEY", "sk-or-", r"sk-or-[A-Za-z0-9_-]{16,}"),
    _prefixed("OPENAI_KEY", "sk-", r"sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}"),
    _prefixed("AWS_ACCESS_KEY", "AKIA ASIA ABIA ACCA", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"),
    _prefixed("GITHUB_TOKEN", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{20,}"),
    _prefixed("GITHUB_TOKEN", "github_pat_", r"github_pat_[A-Za-z0-9_]{20,}"),
    _prefixed("GITLAB_TOKEN", "glpat- gldt- glrt- glptt- glcbt-", r"gl(?:pat|dt|rt|ptt|cbt)-[A-Za-z0-9_.-]{16,}"),
    _prefixed("SLACK_TOKEN", "xox xapp-", r"(?:xox[abcdeoprs]|xapp)-[A-Za-z0-9-]{10,}"),
    _prefixed(
        "SLACK_WEBHOOK", "hooks.slack.com/", r"hooks\.slack\.com/(?:services|workflows)/(?P<secret>[A-Za-z0-9/]{20,})"
    ),
    _prefixed("STRIPE_KEY", "sk_live_ sk_test_ rk_live_ rk_test_", r"[rs]k_(?:live|test)_[A-Za-z0-9]{10,}"),
    _prefixed("STRIPE_WEBHOOK_SECRET", "whsec_", r"whsec_[A-Za-z0-9+/=]{16,}"),
    _prefixed("GOOGLE_KEY", "AIza", r"AIza[A-Za-z0-9_-]{35}"),
    _prefixed("GOOGLE_TOKEN", "ya29. GOCSPX-", r"(?:ya29\.|GOCSPX-)[A-Za-z0-9_-]{16,}"),
    _prefixed("HUGGINGFACE_TOKEN", "hf_", r"hf_[A-Za-z0-9]{20,}"),
    _prefixed("NPM_TOKEN", "npm_", r"npm_[A-Za-z0-9]{30,}"),
    _prefixed("PYPI_TOKEN", "pypi-", r"pypi-[A-Za-z0-9_-]{32,}"),
    _prefixed("SENDGRID_KEY", "SG.", r"SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,}"),
    _prefixed("TWILIO_KEY", "SK", r"SK[0-9a-f]{32}"),
    _prefixed("MAILGUN_KEY", "key-", r"key-[0-9a-f]{32}"),
    _prefixed("DATABRICKS_TOKEN", "dapi", r"dapi[0-9a-f]{32}"),
    _prefixed("DIGITALOCEAN_TOKEN", "dop_v1_ doo_v1_ dor_v1_", r"do[opr]_v1_[a-f0-9]{32,}"),
    _prefixed("SHOPIFY_TOKEN", "shpat_ shpca_ shppa_ shpss_", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    _prefixed("GROQ_KEY", "gsk_", r"gsk_[A-Za-z0-9]{20,}"),
    _prefixed("XAI_KEY", "xai-", r"xai-[A-Za-z0-9]{20,}"),
    _prefixed("PERPLEXITY_KEY", "pplx-", r"pplx-[A-Za-z0-9]{20,}"),
    _prefixed("REPLICATE_TOKEN", "r8_", r"r8_[A-Za-z0-9]{30,}"),
    _prefixed("VAULT_TOKEN", "hvs. hvb.", r"hv[sb]\.[A-Za-z0-9_-]{20,}"),
    _prefixed("ATLASSIAN_TOKEN", "ATATT3", r"ATATT3[A-Za-z0-9_=-]{20,}"),
    _prefixed("LINEAR_KEY", "lin_api_", r"lin_api_[A-Za-z0-9]{20,}"),
    SecretPattern(
        "TELEGRAM_TOKEN", (":AA",), re.compile(r"(?<=[0-9]{8}):(?P<secret>AA[A-Za-z0-9_-]{32,})"), is_long_word=True
    ),
    _prefixed("JWT", "eyJ", r"eyJ[A-Za-z0-9_.-]{16,}", _is_jwt),
    SecretPattern(
        "AZURE_KEY",
        ("AccountKey=", "SharedAccessKey="),
        re.compile(r"(?:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/=]{20,})"),
        is_long_word=True,
    ),
    SecretPattern(
        "AZURE_SIGNATURE",
        ("?sig=", "&sig="),
        re.compile(r"[?&]sig=(?P<secret>[A-Za-z0-9%+/=_-]{20,})"),
        is_long_word=True,
    ),
    SecretPattern(
        "URL_TOKEN",
        ("?token=", "&token="),
        re.compile(r"[?&]token=(?P<secret>[A-Za-z0-9%+/=_.~-]{12,})"),
        _looks_random,
        is_long_word=True,
    ),
    SecretPattern(
        "BEARER_TOKEN",
        ("bearer",),
        re.compile(r"(?i:bearer)[ \t+]{1,3}(?P<secret>[A-Za-z0-9._~+/=-]{16,})"),
        _looks_random,
        any_case=True,
    ),
    SecretPattern(
        "BASIC_AUTH",
        ("basic",),
        re.compile(r"(?i:basic)[ \t+]{1,3}(?P<secret>[A-Za-z0-9+/=]{8,})"),
        _is_basic_credentials,
        any_case=True,
    ),
    SecretPattern(
        "URL_PASSWORD",
        ("://",),
        re.compile(r"://[^\s/:@\"'\\<>]{0,128}:(?P<secret>[^\s/@\"'\\<>]{1,256})@(?=[\w\[])"),
    ),
    SecretPattern(
        "ASSIGNED_SECRET",
        (
            *("password", "passwd", "passphrase", "pwd"),
            *("secret_key", "secretkey", "secret_access_key", "client_secret", "clientsecret"),
            *("api_key", "api-key", "apikey", "access_key", "accesskey", "private_key", "privatekey"),
            *("--token", "--secret"),
            *("access_token", "accesstoken", "auth_token", "authtoken", "refresh_token", "session_token"),
        ),
        re.compile(
            r"[A-Za-z_-]{3,17}"
            + _QUOTE
            + r"[ \t]{0,3}(?:=|:)[ \t]{0,3}"
            + _QUOTE
            + r"(?P<secret>(?!\[)[^\s\"'\\,;<>{}&]{6,512})"
        ),
        _looks_random,
        any_case=True,
    ),
)
