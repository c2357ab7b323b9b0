"""What ends an experiment for a reason that lies outside the model: reported in one sentence, without a traceback."""


class ExperimentError(Exception):
    """A store, a file or a cluster is not as it has to be; the text says which, and what to do."""
