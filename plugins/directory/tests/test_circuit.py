from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from onglet_directory.circuit import FAILURES_ALLOWED, FIRST_PAUSE, LONGEST_PAUSE, Circuit
from onglet_directory.pace import Pace


def opened(now: float = 0.0) -> Circuit:
    circuit = Circuit()
    for _ in range(FAILURES_ALLOWED):
        circuit = circuit.entered(now).failed(now)
    return circuit


def test_failures_in_a_row_open_the_circuit():
    circuit = opened(now=100.0)
    assert not circuit.admits(100.0)
    assert not circuit.admits(100.0 + FIRST_PAUSE - 0.1)
    assert circuit.admits(100.0 + FIRST_PAUSE)


def test_a_success_between_failures_starts_the_count_again():
    circuit = Circuit().failed(0).failed(0).succeeded().failed(0).failed(0)
    assert circuit.is_closed


def test_after_the_pause_only_one_question_goes_out():
    circuit = opened()
    probe = circuit.entered(FIRST_PAUSE)
    assert not probe.admits(FIRST_PAUSE)
    assert probe.succeeded().is_closed


def test_a_probe_that_fails_doubles_the_pause():
    circuit = opened().entered(FIRST_PAUSE).failed(FIRST_PAUSE)
    assert circuit.wait(FIRST_PAUSE) == 2 * FIRST_PAUSE


def test_a_probe_that_never_comes_back_does_not_block_for_ever():
    probe = opened().entered(FIRST_PAUSE)
    assert probe.admits(2 * FIRST_PAUSE)


def test_one_refusal_for_haste_opens_at_once_and_for_as_long_as_asked():
    circuit = Circuit().throttled(10.0, 3600.0)
    assert not circuit.admits(10.0 + 3599)
    assert circuit.admits(10.0 + 3600)


def test_an_answer_that_comes_late_does_not_shorten_a_pause():
    circuit = Circuit().throttled(10.0, 60.0)
    assert circuit.succeeded() == circuit
    assert circuit.failed(11.0).refused_until == circuit.refused_until


class CircuitLife(RuleBasedStateMachine):
    """Whatever happens, the circuit is closed or says until when it refuses, and ends by asking."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.circuit = Circuit()
        self.forbidden_until = 0.0

    @rule(seconds=st.floats(min_value=0, max_value=2000))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @precondition(lambda self: self.circuit.admits(self.now))
    @rule()
    def ask(self) -> None:
        assert self.now >= self.forbidden_until
        self.circuit = self.circuit.entered(self.now)

    @rule()
    def succeed(self) -> None:
        self.circuit = self.circuit.succeeded()

    @rule()
    def fail(self) -> None:
        self.circuit = self.circuit.failed(self.now)

    @rule(seconds=st.floats(min_value=1, max_value=3600))
    def be_throttled(self, seconds: float) -> None:
        self.circuit = self.circuit.throttled(self.now, seconds)
        self.forbidden_until = self.now

    @invariant()
    def it_always_admits_again(self) -> None:
        wait = self.circuit.wait(self.now)
        assert 0 <= wait <= max(LONGEST_PAUSE, 3600) + 1
        assert self.circuit.admits(self.now + wait + 1e-6)

    @invariant()
    def the_pause_is_bounded(self) -> None:
        assert self.circuit.pause <= LONGEST_PAUSE
        assert self.circuit.is_closed == (self.circuit.pause == 0)


TestCircuitLife = CircuitLife.TestCase


@given(
    st.integers(min_value=1, max_value=8),
    st.lists(st.floats(min_value=0, max_value=3), max_size=60),
)
def test_no_window_ever_sees_more_questions_than_allowed(questions, gaps):
    pace, now, moments = Pace(questions=questions, seconds=1.0), 0.0, []
    for gap in gaps:
        now += gap
        moment, pace = pace.reserved(now)
        assert moment >= now
        moments.append(moment)
    assert moments == sorted(moments)
    for first, later in zip(moments, moments[questions:], strict=False):
        assert later >= first + 1.0


def test_questions_far_apart_never_wait():
    pace = Pace(questions=2, seconds=1.0)
    for now in (0.0, 1.0, 2.0, 3.0):
        moment, pace = pace.reserved(now)
        assert moment == now
