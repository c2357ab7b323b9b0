"""The month of `simulation/month.py` written with ordinary Mesa agents: a yardstick of speed and of agreement.

Every assessment unit, assistant, desk, bureau and county is a Python object with attributes; the steps are
written anew in plain Python. Shared with the product are only the input (population, parameters, rule tables),
the keyed draws, the scalar process functions and the rule functions, so that both describe the same model.
"""

from benchmarks.agents.model import AgentModel

__all__ = ["AgentModel"]
