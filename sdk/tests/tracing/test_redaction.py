"""Secrets do not leave the process, in whatever they are wrapped; everything else stays as it is."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agenttrace.tracing.redaction import Redactor, redactor_for
from agenttrace.tracing.redaction.keys import SECRET_KEYS, STEMS
from agenttrace.tracing.redaction.patterns import ANY_CASE_STEMS, SECRET_PATTERNS
from agenttrace.tracing.settings import load_settings

BODY = "aB3dE6gH9jK2mN5pQ8sT1vW4xY7zC0fR3iL6oU9qA2eD5hG8"
HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"

SECRETS = {
    "OPENAI_KEY": f"sk-proj-{BODY}",
    "ANTHROPIC_KEY": f"sk-ant-api03-{BODY}",
    "OPENROUTER_KEY": f"sk-or-v1-{HEX}",
    "AWS_ACCESS_KEY": "AKIAIOSFODNN7EXAMPLE",
    "GITHUB_TOKEN": f"ghp_{BODY[:36]}",
    "GITLAB_TOKEN": f"glpat-{BODY[:20]}",
    "SLACK_TOKEN": "xoxb-123456789012-abcdefABCDEF",
    "STRIPE_KEY": f"sk_live_{BODY[:24]}",
    "STRIPE_WEBHOOK_SECRET": f"whsec_{BODY[:32]}",
    "GOOGLE_KEY": f"AIza{BODY[:35]}",
    "GOOGLE_TOKEN": f"ya29.{BODY}",
    "HUGGINGFACE_TOKEN": f"hf_{BODY[:34]}",
    "NPM_TOKEN": f"npm_{BODY[:36]}",
    "PYPI_TOKEN": f"pypi-AgEIcHlwaS5vcmc{BODY}",
    "SENDGRID_KEY": f"SG.{BODY[:22]}.{BODY[:43]}",
    "TWILIO_KEY": f"SK{HEX[:32]}",
    "MAILGUN_KEY": f"key-{HEX[:32]}",
    "DATABRICKS_TOKEN": f"dapi{HEX[:32]}",
    "DIGITALOCEAN_TOKEN": f"dop_v1_{HEX}",
    "SHOPIFY_TOKEN": f"shpat_{HEX[:32]}",
    "GROQ_KEY": f"gsk_{BODY}",
    "XAI_KEY": f"xai-{BODY}",
    "PERPLEXITY_KEY": f"pplx-{BODY}",
    "REPLICATE_TOKEN": f"r8_{BODY[:37]}",
    "VAULT_TOKEN": f"hvs.{BODY[:24]}",
    "ATLASSIAN_TOKEN": f"ATATT3{BODY}",
    "LINEAR_KEY": f"lin_api_{BODY[:40]}",
    "JWT": JWT,
}
PRIVATE_KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\nabc+/=\n-----END RSA PRIVATE KEY-----"


def redactor(**settings: object) -> Redactor:
    return redactor_for(load_settings(dict(settings), {}))


REDACT = redactor()


@pytest.mark.parametrize(("label", "secret"), SECRETS.items(), ids=SECRETS)
def test_the_keys_of_providers_are_known_by_their_prefix(label: str, secret: str) -> None:
    redacted = REDACT.text(f"my key is {secret}, please use it")

    assert secret not in redacted
    assert redacted.startswith(f"my key is [{label}_")
    assert redacted.endswith("], please use it")


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_secrets_are_found_behind_escapes_and_in_nested_json(secret: str) -> None:
    once = json.dumps({"messages": [{"content": f"line\n{secret}\ttab"}]})
    twice = json.dumps({"arguments": once, "note": 'a "quoted" word'})
    wrapped = (f"?next=%20{secret}", once, twice, json.dumps([twice]), f"<b>{secret}</b>", f"'{secret}'", f"({secret})")

    for text in wrapped:
        assert secret not in REDACT.text(text), text


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"Authorization: Bearer {BODY}", BODY),
        (
            "authorization: basic " + base64.b64encode(b"ada:lovelace").decode(),
            base64.b64encode(b"ada:lovelace").decode(),
        ),
        ("postgresql://ada:s3cr3t-pw@db.example:5432/x", "s3cr3t-pw"),
        ("redis://:hunter2secret@localhost", "hunter2secret"),
        (f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={BODY}==;EndpointSuffix=x", BODY),
        (f"https://a.blob.core.windows.net/c?sv=1&sig={BODY}%3D", BODY),
        ("export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI"),
        ('client_secret = "abc123def456"', "abc123def456"),
        ("PASSWORD=hunter2!", "hunter2!"),
        (f"https://hooks.slack.com/services/T000/B000/{BODY[:24]}", BODY[:24]),
        (f"https://api.telegram.org/bot123456789:AA{BODY[:33]}/getMe", BODY[:33]),
        (PRIVATE_KEY, "MIIEpAIBAAKCAQEA7"),
        (json.dumps({"pem": PRIVATE_KEY}), "MIIEpAIBAAKCAQEA7"),
        (PRIVATE_KEY[:60], "MIIEpAIBAAKCAQEA7"),
    ],
)
def test_secrets_are_known_by_their_context(text: str, secret: str) -> None:
    assert secret not in REDACT.text(text)


@pytest.mark.parametrize(
    "name",
    [
        "api_key",
        "http.request.header.x-api-key",
        "http.request.header.authorization",
        "db.password",
        "openaiApiKey",
        "aws_session_token",
        "Set-Cookie",
        "CLIENT_SECRET",
        "token",
    ],
)
def test_values_are_hidden_by_the_name_of_their_attribute(name: str) -> None:
    redacted = REDACT({name: "plain words", "list": ("a", "b")})

    assert "plain" not in str(redacted)
    assert str(redacted[name]).startswith("[")
    assert redacted["list"] == ("a", "b")


@pytest.mark.parametrize(
    "attributes",
    [
        {"gen_ai.usage.input_tokens": 1200, "gen_ai.usage.output_tokens": 3},
        {"llm.token_count.prompt": 5, "gen_ai.token.type": "input", "max_tokens": 5, "time_to_first_token": 0.2},
        {"eos_token": "<eos>", "monkey": "banana", "author": "ada", "key": "value", "tokenizer": "o200k"},
        {"agenttrace.input": '{"max_tokens":50,"tokens":["a"],"author":"x"}', "ok": True, "none": 3.5},
        {"text": "the risk-assessment-of-a-long-task-management-plan is done; basic responsibilities remain"},
        {"text": "see https://example.com/a:b@c and mail ada@example.com at 10:30"},
    ],
)
def test_what_is_no_secret_stays_exactly_as_it_is(attributes: dict[str, object]) -> None:
    assert REDACT(attributes) == attributes  # type: ignore[arg-type]


def test_names_inside_json_text_hide_their_values_too() -> None:
    inner = json.dumps({"db": {"password": "plain words", "port": 5432}, "credentials": {"user": "ada", "pin": 1234}})
    text = json.dumps({"arguments": inner, "headers": [{"Cookie": "a=b"}], "max_tokens": 5, "token": 12})

    redacted = json.loads(str(REDACT({"gen_ai.tool.call.arguments": text})["gen_ai.tool.call.arguments"]))

    found = json.loads(redacted["arguments"])
    assert found["db"]["port"] == 5432
    assert found["db"]["password"].startswith("[PASSWORD_")
    assert "ada" not in str(found["credentials"])
    assert redacted["headers"][0]["Cookie"].startswith("[COOKIE_")
    assert (redacted["max_tokens"], redacted["token"]) == (5, 12)


def test_json_that_was_cut_is_still_searched() -> None:
    text = json.dumps({"password": "hunter2secret", "rest": "x" * 100})[:-20]

    assert "hunter2secret" not in REDACT.text(text)


def test_the_same_secret_has_the_same_placeholder_within_a_project_only() -> None:
    secret = SECRETS["OPENAI_KEY"]
    here, again = REDACT.text(f"a {secret}"), redactor().text(f"b {secret}")

    assert here[1:] == again[1:]
    assert redactor(project="other").text(f"a {secret}") != here
    assert redactor(redaction_key="k").text(f"a {secret}") != here


def test_long_texts_are_cut_with_their_length_noted() -> None:
    redact = redactor(max_value_chars=100)

    redacted = redact({"long": "x" * 250, "short": "y" * 100})

    assert redacted == {"long": "x" * 100, "long.agenttrace_original_length": 250, "short": "y" * 100}
    assert redact(redacted) == redacted


def test_a_secret_at_the_cut_is_not_cut_in_two() -> None:
    secret = SECRETS["ANTHROPIC_KEY"]

    redacted = redactor(max_value_chars=100)({"long": "x " * 40 + secret + " y" * 100})

    assert secret[:20] not in str(redacted)


def test_personal_data_is_hidden_on_request_only() -> None:
    text = "ada@example.com, +49 170 1234567, 4111 1111 1111 1111, not 4111 1111 1111 1112, born 2026-01-02"
    hidden = redactor(redact_personal=("email", "phone", "card")).text(text)

    assert REDACT.text(text) == text
    assert "ada@" not in hidden
    assert "1234567" not in hidden
    assert "[CARD_" in hidden
    assert "2026-01-02" in hidden


def test_more_names_can_be_denied() -> None:
    redact = redactor(redact_keys=("ssn", "tax-id"))

    assert "078" not in str(redact({"user.ssn": "078-05-1120", "blob": '{"taxId":"078"}', "Tax_ID": "078"}))


def test_the_users_rule_has_the_last_word() -> None:
    def rule(name: str, value: object) -> object:
        if name == "broken":
            raise RuntimeError("rule")
        return None if name == "drop" else value if name != "change" else {"now": "json"}

    redact = redactor_for(load_settings({}, {}), rule)  # type: ignore[arg-type]

    redacted = redact({"drop": 1, "change": 2, "keep": SECRETS["JWT"], "broken": "plain words"})
    assert redacted["change"] == '{"now":"json"}'
    assert "drop" not in redacted
    assert str(redacted["keep"]).startswith("[JWT_")
    assert redacted["broken"] == "[REDACTION_FAILED]"


def test_redaction_can_be_switched_off_but_not_the_limit() -> None:
    redact = redactor(redact=False, max_value_chars=60)
    secret = SECRETS["SLACK_TOKEN"]

    assert redact({"token": secret, "long": "x" * 61}) == {
        "token": secret,
        "long": "x" * 60,
        "long.agenttrace_original_length": 61,
    }


def test_values_of_other_kinds_pass() -> None:
    value = {"nested": {"password": "plain", "n": 1, "b": b"raw"}, "t": ({"token": "abc"}, None)}

    redacted = REDACT({"any": value})  # type: ignore[dict-item]

    assert redacted["any"]["nested"]["n"] == 1  # type: ignore[index, call-overload]
    assert "plain" not in str(redacted)
    assert "abc" not in str(redacted)


pieces = st.one_of(
    st.sampled_from(
        [*SECRETS.values(), PRIVATE_KEY, "://u:p@h", "password=", "Bearer ", '"', "\\", "{", "[", "api_key: "]
    ),
    st.text(max_size=8),
)
texts = st.lists(pieces, max_size=8).map("".join)
documents = st.recursive(
    texts | st.integers() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["password", "token", "a", "x-api-key", "credentials", "content"]), inner)
    ),
    max_leaves=6,
)


CARD = 4111111111111111


@example(json.dumps({"token": CARD, "content": "x" * 300}))
@example(json.dumps({"a": json.dumps({"token": CARD, "content": "x" * 300})}))
@example(json.dumps({"password": "plain"}).ljust(200) + " and more")
@given(st.one_of(texts, documents.map(json.dumps), documents.map(lambda d: json.dumps({"a": json.dumps(d)}))))
def test_redacting_twice_is_redacting_once(text: str) -> None:
    redact = redactor(redact_personal=("email", "phone", "card"), max_value_chars=200)

    once = redact({"value": text})
    assert redact(once) == once


def test_secrets_in_a_chain_are_all_found() -> None:
    aws, twilio = SECRETS["AWS_ACCESS_KEY"], SECRETS["TWILIO_KEY"]

    for chain in (aws * 500, (aws + twilio) * 500, (twilio + aws + SECRETS["GROQ_KEY"] + " ") * 100):
        once = REDACT.text(chain)
        assert aws not in once
        assert twilio not in once
        assert REDACT.text(once) == once


plain_documents = st.recursive(
    st.text(max_size=8) | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "password", "content"]), inner),
    max_leaves=6,
)


@given(st.sampled_from(sorted(SECRETS.values())), plain_documents, st.integers(min_value=0, max_value=4))
def test_no_secret_survives_however_deep_it_is_wrapped(secret: str, beside: object, depth: int) -> None:
    text = f"use {secret} now"
    for _ in range(depth):
        text = json.dumps({"content": text, "beside": beside})

    assert secret not in REDACT.text(text)


@given(st.text(), st.text())
def test_any_text_under_any_name_is_taken(name: str, text: str) -> None:
    redacted = REDACT({name: text})

    assert all(isinstance(value, str | int) for value in redacted.values())


@pytest.mark.parametrize(
    "text",
    [
        "sk-" * 60_000,
        ("AKIAIOSFODNN7EXAMPLE" + "SK" + "0" * 32) * 4_000,
        "eyJ-" * 50_000,
        "Bearer " + "a" * 190_000,
        "password=" + "a" * 190_000,
        "-----BEGIN " * 15_000,
        "-----BEGIN PRIVATE KEY-----" * 8_000,
        "eyJ" * 60_000,
        "eyJaaaaaaaa." * 15_000,
        "://" * 60_000,
        "://a:" * 40_000,
        "a@" * 90_000,
        "a." * 90_000 + "@",
        "1 " * 90_000,
        "bearer " * 25_000,
        "password" * 22_000,
        "password=" * 20_000,
        '{"a":' * 40_000,
        "[" * 200_000,
        "SG." * 60_000,
        "SG." + "a" * 180_000,
        "\\" * 200_000,
        '"' * 200_000,
        "x" * 200_000,
        "key-" * 50_000,
        "12345678:" * 20_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_long_text_is_searched_in_linear_time(text: str) -> None:
    """Quadratic time would take minutes, and end in the timeout that every test has."""
    redact = redactor(redact_personal=("email", "phone", "card"))

    assert set(redact({"value": text})) == {"value"}


def test_every_start_that_stands_for_any_case_has_a_stem_that_is_looked_for_first() -> None:
    starts = [start for pattern in SECRET_PATTERNS if pattern.any_case for start in pattern.starts]

    assert [start for start in starts if not any(stem in start for stem in ANY_CASE_STEMS)] == []


def test_every_name_that_is_denied_has_a_stem_that_is_looked_for_first() -> None:
    assert [name for name in SECRET_KEYS if not any(stem in name for stem in STEMS)] == []


def test_the_name_of_an_attribute_may_hold_a_secret_too() -> None:
    (name,) = REDACT({f"seen.{SECRETS['OPENAI_KEY']}": 1})
    assert BODY not in name
    assert name.startswith("seen.[OPENAI_KEY_")


@pytest.mark.parametrize(
    "text",
    [
        "tool --token=Zx81Yw72Vv63 --verbose",
        "['tool', '--secret=Zx81Yw72Vv63']",
        "https://example.org/hook?token=Zx81Yw72Vv63",
        "https://example.org/hook?a=1&token=Zx81Yw72Vv63&b=2",
    ],
)
def test_tokens_of_command_lines_and_addresses_are_replaced(text: str) -> None:
    assert "Zx81Yw72Vv63" not in REDACT.text(text)
