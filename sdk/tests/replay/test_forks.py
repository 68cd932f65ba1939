"""A run can be replayed to a step, changed there, and go on live."""

from __future__ import annotations

from typing import Any

import openai
import pytest

import agenttrace as at
from agenttrace.replay import BadPlan, Edit, ReplayDivergence, ReplayPlan, ReplayStopped
from agenttrace.replay.plan import edit_from_text, plan_from_json
from agenttrace.testing.llm_server import Match, Reply, Rule, ScriptedLLM, ToolCall

from .conftest import Studio

WEATHER = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
FIRST = (
    Rule(match=Match(tool_result="sunny"), replies=(Reply(text="take sunglasses"),)),
    Rule(replies=(Reply(tool_calls=(ToolCall("weather", {"city": "Paris"}),)),)),
)
AGAIN = (
    Rule(match=Match(tool_result="rain"), replies=(Reply(text="take an umbrella"),)),
    Rule(replies=FIRST[0].replies),
)


class WeatherAgent:
    """Asks what to do, calls the tool that it is told to, and asks again. Its server may move."""

    def __init__(self, llm: ScriptedLLM) -> None:
        self.llm = llm
        self.ran = 0

        @at.tool
        def weather(city: str) -> str:
            self.ran += 1
            return f"sunny in {city}"

        self.weather = weather

    def __call__(self) -> str | None:
        with openai.OpenAI(base_url=self.llm.openai_base_url, api_key="test", max_retries=0) as client:
            return self._run(client)

    def _run(self, client: openai.OpenAI) -> str | None:
        asked: list[Any] = [{"role": "user", "content": "what should I take?"}]
        message = client.chat.completions.create(model="gpt-5.5", messages=asked, tools=[WEATHER]).choices[0].message
        asked.append(message.model_dump(exclude_none=True))
        asked += [
            {"role": "tool", "tool_call_id": call.id, "content": self.weather("Paris")}
            for call in message.tool_calls or ()
        ]
        answer = client.chat.completions.create(model="gpt-5.5", messages=asked, tools=[WEATHER])
        return answer.choices[0].message.content


@pytest.fixture
def agent(studio: Studio) -> WeatherAgent:
    studio.llm.play(*FIRST)
    recorded = WeatherAgent(studio.llm)
    assert studio.record(recorded) == "take sunglasses"
    studio.llm.start()
    studio.llm.play(*AGAIN)
    return recorded


def test_an_edited_tool_result_is_given_and_the_run_goes_on_live(studio: Studio, agent: WeatherAgent) -> None:
    replayer = studio.replayer(edits={2: Edit(response='"rain in Paris"')})

    assert replayer.run(agent) == "take an umbrella"
    assert agent.ran == 1
    assert replayer.report.served == {"exact in lane": 2}
    assert len(replayer.report.live) == len(studio.llm.requests) == 1


def test_a_tool_can_be_made_to_fail(studio: Studio, agent: WeatherAgent) -> None:
    with pytest.raises(RuntimeError, match="no weather today"):
        studio.replayer(edits={2: Edit(error="no weather today")}).run(agent)


def test_a_run_goes_live_from_a_step_with_another_model(studio: Studio, agent: WeatherAgent) -> None:
    replayer = studio.replayer(from_step=3, model="gpt-6")

    assert replayer.run(agent) == "take sunglasses"
    assert [request.model for request in studio.llm.requests] == ["gpt-6"]
    assert replayer.report.live == [f"model call POST {studio.llm.openai_base_url}/chat/completions"]


def test_an_edited_request_goes_live_with_its_changes(studio: Studio, agent: WeatherAgent) -> None:
    studio.replayer(edits={3: Edit(request={"temperature": 0.5})}).run(agent)

    assert [request.body["temperature"] for request in studio.llm.requests] == [0.5]


def test_an_edited_answer_of_the_model_is_given(studio: Studio, agent: WeatherAgent) -> None:
    recorded = studio.reader().payload_of([e for e in studio.reader().events if e.kind == "llm.end"][-1])
    text = recorded["body"]["text"].replace("sunglasses", "everything")

    assert studio.replayer(edits={3: Edit(response=text)}).run(agent) == "take everything"


def test_a_fork_is_recorded_with_its_parent_and_its_step(studio: Studio, agent: WeatherAgent) -> None:
    replayer = studio.replayer(from_step=3)
    at.init(record=studio.traces, auto_instrument=False, raise_internal_errors=True)
    replayer.run(agent)
    at.shutdown()
    (new,) = [folder for folder in studio.folders() if folder.name not in studio.runs]
    studio.runs.append(new.name)
    asked = [event.payload for event in studio.reader(1).events if event.kind == "llm.request"]

    assert [sorted({"live", "replayed"} & set(payload)) for payload in asked] == [["replayed"], ["live"]]
    assert replayer.report.new_run == new.name


def test_a_tool_that_is_not_on_the_tape_does_not_run_behind_a_fork_unless_asked(
    studio: Studio, agent: WeatherAgent
) -> None:
    with studio.replayer(from_step=1), pytest.raises(ReplayDivergence, match="live_tools runs it"):
        agent.weather("Rome")
    with studio.replayer(from_step=1):
        assert agent.weather("Paris") == "sunny in Paris"
    with studio.replayer(from_step=1, live_tools=True):
        assert agent.weather("Rome") == "sunny in Rome"

    assert agent.ran == 2


def test_a_program_that_diverges_before_the_fork_is_stopped(studio: Studio, agent: WeatherAgent) -> None:
    client = studio.clients.enter_context(openai.OpenAI(base_url=studio.llm.openai_base_url, api_key="test"))
    asked: Any = [{"role": "user", "content": "something else"}]

    with pytest.raises(ReplayDivergence, match="the fork is not reached"):
        studio.replayer(from_step=3).run(client.chat.completions.create, model="gpt-5.5", messages=asked)

    assert studio.llm.requests == ()


def test_a_replay_ends_behind_the_step_that_it_was_to_end_at(studio: Studio, agent: WeatherAgent) -> None:
    replayer = studio.replayer(until_step=2)

    with pytest.raises(ReplayStopped, match="behind step 2"):
        replayer.run(agent)

    assert replayer.report.ended == "until step 2, as asked"
    assert replayer.report.is_faithful
    assert not replayer.report.unused


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"from_step": 0}, "from_step: steps count from 1"),
        ({"until_step": -1}, "until_step: steps count from 1"),
        ({"speed": "slow"}, "speed: must be max or real"),
        ({"tool_modes": {"a": "mock"}}, r"tool_modes.a: must be one of recorded, live, verify"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_names_its_field(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadPlan, match=reason):
        ReplayPlan(**options)


def test_a_plan_travels_to_another_process() -> None:
    plan = ReplayPlan(
        from_step=3, edits={2: Edit(response="x"), 3: Edit(request={"a": 1})}, tool_modes={"t": "live"}, speed="real",
        allow_network=("localhost",),
    )  # fmt: skip

    assert plan_from_json(plan.as_json()) == plan


@pytest.mark.parametrize("text", ["", "[]", '{"speed": "slow"}', '{"edits": {"x": {}}}', '{"edits": {"1": {"no": 1}}}'])
def test_a_damaged_plan_is_refused(text: str) -> None:
    with pytest.raises(BadPlan):
        plan_from_json(text)


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("rain", Edit(response="rain")),
        ('{"sky": "grey"}', Edit(response='{"sky": "grey"}')),
        ('{"result": "rain"}', Edit(response='"rain"')),
        ('{"response": {"id": 1}}', Edit(response='{"id": 1}')),
        ('{"request": {"temperature": 0}}', Edit(request={"temperature": 0})),
        ('{"error": "gone"}', Edit(error="gone")),
    ],
)
def test_a_file_says_what_is_edited(text: str, edit: Edit) -> None:
    assert edit_from_text(text) == edit
